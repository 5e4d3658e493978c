import pytest
from fastapi.testclient import TestClient

from reading_list.app import create_app


@pytest.fixture
def database(tmp_path):
    return tmp_path / "books.db"


@pytest.fixture
def client(database):
    # An answer of 500 is what a caller would see, and what an assertion can speak about.
    return TestClient(create_app(database), raise_server_exceptions=False)


@pytest.fixture
def add(client):
    """Adds a book and gives it as the service answered."""

    def add_book(**book):
        response = client.post("/books", json={"title": "Dune", "author": "Frank Herbert", **book})
        assert response.status_code == 201
        return response.json()

    return add_book
