"""A book, as it comes in and as it goes out."""

from enum import Enum

from pydantic import BaseModel, constr

Text = constr(strip_whitespace=True, min_length=1, max_length=200)


class Status(str, Enum):
    """How far somebody has read."""

    unread = "unread"
    reading = "reading"
    done = "done"


class NewBook(BaseModel):
    """A book without an id."""

    title: Text
    author: Text
    status: Status = Status.unread


class Book(NewBook):
    """A book that is kept."""

    id: int
