from fastapi.testclient import TestClient

from reading_list.app import create_app


def test_books_survive_a_restart(database, add):
    book = add()
    restarted = TestClient(create_app(database), raise_server_exceptions=False)
    response = restarted.get("/books")
    assert response.status_code == 200
    assert response.json() == [book]


def test_the_environment_names_the_file(tmp_path, monkeypatch):
    monkeypatch.setenv("READING_LIST_DB", str(tmp_path / "elsewhere.db"))
    client = TestClient(create_app(), raise_server_exceptions=False)
    assert client.get("/books").status_code == 200
    assert (tmp_path / "elsewhere.db").exists()
