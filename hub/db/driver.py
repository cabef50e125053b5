"""Run a statement's text on a connection's driver, inside the transaction that SQLAlchemy keeps on it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.db.errors import DISCONNECTS, is_unsendable

T = TypeVar("T")
Work = Callable[[Any], Awaitable[T]]  # what is done with the connection that it is given


async def run(connection: AsyncConnection, text: str, parameters: Sequence[Any]) -> Sequence[Any]:
    """The rows, as the driver gives them. Raises what SQLAlchemy would: ``DBAPIError``."""
    if connection.dialect.name == "sqlite":
        rows: Sequence[Any] = await _guarded(connection, lambda driver: _sqlite(driver, text, parameters), text)
        return rows
    rows = await on_postgresql(connection, lambda opened: opened.fetch(text, *parameters), text)
    return rows


async def run_many(connection: AsyncConnection, text: str, several: Sequence[Sequence[Any]]) -> None:
    """Run it for each set of parameters; on SQLite along with the next statement or the commit."""
    if connection.dialect.name == "sqlite":
        driver_of(connection).waiting.append(lambda opened: opened.executemany(text, several))
    else:
        await on_postgresql(connection, lambda opened: opened.executemany(text, several), text)


async def on_postgresql(connection: AsyncConnection, work: Work[T], text: str) -> T:
    """Let asyncpg's own connection ``work``; ``text`` says in an error what it was about. Raises ``DBAPIError``."""
    return await _guarded(connection, lambda driver: _postgresql(driver, work), text)


async def _guarded(connection: AsyncConnection, work: Work[T], text: str) -> T:
    driver = driver_of(connection)
    try:
        return await work(driver)
    except connection.dialect.loaded_dbapi.Error as error:
        gone = _is_gone(connection.dialect, driver, error)
        if gone:
            await connection.invalidate(error)
        raise sa.exc.DBAPIError.instance(
            text, None, error, connection.dialect.loaded_dbapi.Error, hide_parameters=True,
            connection_invalidated=gone, dialect=connection.dialect,
        ) from error  # fmt: skip
    except (asyncio.CancelledError, TimeoutError) as error:
        # cut short in a BEGIN, asyncpg takes the next one for a savepoint: what is then committed would be lost
        await connection.invalidate(error)
        raise
    except Exception as error:
        if connection.dialect.name == "postgresql":  # the socket's own, perhaps: what the driver thinks of it is stale
            await connection.invalidate(error)
        raise


def _is_gone(dialect: Any, driver: Any, error: Any) -> bool:
    """Whether the connection is good no more: the driver itself may see it a moment later."""
    if getattr(error, "sqlstate", None) in DISCONNECTS or dialect.is_disconnect(error, driver, None):
        return True
    if dialect.name != "postgresql" or is_unsendable(error):
        return False
    return isinstance(error, dialect.loaded_dbapi.InterfaceError)  # connection and driver are not of one mind


def driver_of(connection: AsyncConnection) -> Any:
    """SQLAlchemy's adapter of the driver's connection; looked up without a change of greenlets."""
    opened: Any = connection.sync_connection
    return opened.connection.dbapi_connection


async def _postgresql(driver: Any, work: Work[T]) -> T:
    async with driver._execute_mutex:
        await _begun(driver)
        try:
            return await work(driver._connection)
        except Exception as error:
            driver._handle_exception(error)
            raise


async def _begun(driver: Any) -> None:
    if driver._transaction is None:
        await driver._start_transaction()


def put_off(connection: AsyncConnection, text: str, parameters: Sequence[Any]) -> bool:
    """Let SQLite run it along with the next statement or the commit, whose result nobody needs; else False."""
    if connection.dialect.name != "sqlite":
        return False
    driver_of(connection).waiting.append(lambda opened: opened.execute(text, parameters))
    return True


async def _sqlite(driver: Any, text: str, parameters: Sequence[Any]) -> Any:
    try:
        return (await driver.turn(lambda connection: connection.execute(text, parameters)))[1]
    except Exception as error:
        driver._handle_exception(error)
