import pytest


def test_adding_answers_with_the_book_and_its_address(client):
    response = client.post(
        "/books", json={"title": "Dune", "author": "Frank Herbert", "status": "reading"}
    )
    assert response.status_code == 201
    book = response.json()
    assert book == {"id": book["id"], "title": "Dune", "author": "Frank Herbert", "status": "reading"}
    assert response.headers["location"] == f"/books/{book['id']}"


def test_a_book_without_a_status_is_unread(add):
    assert add()["status"] == "unread"


def test_white_space_around_title_and_author_is_dropped(add):
    book = add(title="  Dune ", author="\tFrank Herbert\n")
    assert (book["title"], book["author"]) == ("Dune", "Frank Herbert")


def test_one_book_is_read_by_its_id(client, add):
    add()
    book = add(title="Emma", author="Jane Austen")
    response = client.get(f"/books/{book['id']}")
    assert response.status_code == 200
    assert response.json() == book


def test_all_books_come_in_the_order_of_adding(client, add):
    books = [add(title=title) for title in ("Dune", "Emma", "Ada")]
    response = client.get("/books")
    assert response.status_code == 200
    assert response.json() == books


def test_only_books_of_the_status_that_is_asked_for(client, add):
    add(status="done")
    unread = add(title="Emma")
    response = client.get("/books", params={"status": "unread"})
    assert response.status_code == 200
    assert response.json() == [unread]


def test_replacing_changes_title_author_and_status(client, add):
    book = add()
    wanted = {"title": "Emma", "author": "Jane Austen", "status": "done"}
    response = client.put(f"/books/{book['id']}", json=wanted)
    assert response.status_code == 200
    assert response.json() == {"id": book["id"], **wanted}
    assert client.get(f"/books/{book['id']}").json() == {"id": book["id"], **wanted}


def test_a_removed_book_is_gone_and_the_others_stay(client, add):
    book, other = add(), add(title="Emma")
    response = client.delete(f"/books/{book['id']}")
    assert response.status_code == 204
    assert response.content == b""
    assert client.get(f"/books/{book['id']}").status_code == 404
    assert client.get("/books").json() == [other]


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_a_book_that_does_not_exist(client, method):
    body = {"json": {"title": "Dune", "author": "Frank Herbert"}} if method == "put" else {}
    response = client.request(method, "/books/7", **body)
    assert response.status_code == 404
    assert "7" in response.json()["detail"]


@pytest.mark.parametrize("wrong", [{"title": "  "}, {"author": ""}, {"status": "lost"}])
def test_a_book_that_makes_no_sense_is_refused_and_not_kept(client, wrong):
    response = client.post("/books", json={"title": "Dune", "author": "Frank Herbert", **wrong})
    assert response.status_code == 422
    assert client.get("/books").json() == []
