"""Keeps books in a SQLite file."""

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, List, Optional

from .book import Book, NewBook, Status


class BookStore:
    """Books in the order in which they were added. Each call has a connection of its own, and so any thread may call."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._connect() as connection:
            connection.execute(
                "create table if not exists books ("
                "id integer primary key autoincrement, title text not null, author text not null, status text not null)"
            )

    def add(self, book: NewBook) -> Book:
        with self._connect() as connection:
            cursor = connection.execute(
                "insert into books (title, author, status) values (?, ?, ?)",
                (book.title, book.author, book.status.value),
            )
        return Book(id=cursor.lastrowid, title=book.title, author=book.author, status=book.status)

    def find(self, book_id: int) -> Optional[Book]:
        with self._connect() as connection:
            row = connection.execute("select * from books where id = ?", (book_id,)).fetchone()
        return None if row is None else Book(**row)

    def list(self, status: Optional[Status] = None) -> List[Book]:
        with self._connect() as connection:
            rows = connection.execute("select * from books order by id").fetchall()
        books = [Book(**row) for row in rows]
        return books if status is None else [book for book in books if book.status == status]

    def replace(self, book_id: int, book: NewBook) -> Optional[Book]:
        with self._connect() as connection:
            connection.execute(
                "update books set title = ?, author = ?, status = ? where id = ?",
                (book.title, book.author, book.status.value, book_id),
            )
        return self.find(book_id)

    def remove(self, book_id: int) -> bool:
        with self._connect() as connection:
            return connection.execute("delete from books where id = ?", (book_id,)).rowcount == 1

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path)
        connection.row_factory = lambda cursor, row: {
            column[0]: value for column, value in zip(cursor.description, row)
        }
        try:
            with connection:
                yield connection
        finally:
            connection.close()
