"""The HTTP service. Start it with `uvicorn --factory reading_list.app:create_app`."""

import os
from pathlib import Path
from typing import List, Optional

from fastapi import FastAPI, HTTPException, Response

from .book import Book, NewBook, Status
from .book_store import BookStore


def create_app(database: Optional[Path] = None) -> FastAPI:
    """The service over the books of one file: `database`, or the one that READING_LIST_DB names."""
    store = BookStore(database or Path(os.environ.get("READING_LIST_DB", "reading-list.db")))
    app = FastAPI(title="Reading list")

    @app.post("/books", response_model=Book, status_code=201)
    def add_book(book: NewBook, response: Response) -> Book:
        added = store.add(book)
        response.headers["Location"] = f"/books/{added.id}"
        return added

    @app.get("/books", response_model=List[Book])
    def list_books(status: Optional[Status] = None) -> List[Book]:
        return store.list(status)

    @app.get("/books/{book_id}", response_model=Book)
    def read_book(book_id: int) -> Book:
        return known(store.find(book_id), book_id)

    @app.put("/books/{book_id}", response_model=Book)
    def replace_book(book_id: int, book: NewBook) -> Book:
        return known(store.replace(book_id, book), book_id)

    @app.delete("/books/{book_id}", status_code=204)
    def remove_book(book_id: int) -> Response:
        if not store.remove(book_id):
            raise missing(book_id)
        return Response(status_code=204)

    return app


def known(book: Optional[Book], book_id: int) -> Book:
    if book is None:
        raise missing(book_id)
    return book


def missing(book_id: int) -> HTTPException:
    return HTTPException(status_code=404, detail=f"There is no book {book_id}.")
