"""Run a statement's text on a connection's driver, inside the transaction that SQLAlchemy keeps on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

Run = Callable[[Any, str, Sequence[Any]], Awaitable[Any]]


async def run(connection: AsyncConnection, text: str, parameters: Sequence[Any]) -> Sequence[Any]:
    """The rows, as the driver gives them. Raises what SQLAlchemy would: ``DBAPIError``."""
    to_driver = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    rows: Sequence[Any] = await _guarded(connection, to_driver, text, parameters)
    return rows


async def run_many(connection: AsyncConnection, text: str, several: Sequence[Sequence[Any]]) -> None:
    """Run it for each set of parameters; on SQLite along with the next statement or the commit."""
    if connection.dialect.name == "sqlite":
        driver_of(connection).waiting.append(lambda opened: opened.executemany(text, several))
    else:
        await _guarded(connection, _postgresql_many, text, several)


async def _guarded(connection: AsyncConnection, run: Run, text: str, parameters: Sequence[Any]) -> Any:
    driver = driver_of(connection)
    try:
        return await run(driver, text, parameters)
    except connection.dialect.loaded_dbapi.Error as error:
        gone = connection.dialect.is_disconnect(error, driver, None)
        if gone:
            await connection.invalidate(error)
        raise sa.exc.DBAPIError.instance(
            text, None, error, connection.dialect.loaded_dbapi.Error, hide_parameters=True,
            connection_invalidated=gone, dialect=connection.dialect,
        ) from error  # fmt: skip


def driver_of(connection: AsyncConnection) -> Any:
    """SQLAlchemy's adapter of the driver's connection; looked up without a change of greenlets."""
    opened: Any = connection.sync_connection
    return opened.connection.dbapi_connection


async def _postgresql(driver: Any, text: str, parameters: Sequence[Any]) -> Any:
    async with driver._execute_mutex:
        await _begun(driver)
        try:
            return await driver._connection.fetch(text, *parameters)
        except Exception as error:
            driver._handle_exception(error)


async def _postgresql_many(driver: Any, text: str, several: Sequence[Sequence[Any]]) -> Any:
    async with driver._execute_mutex:
        await _begun(driver)
        try:
            return await driver._connection.executemany(text, several)
        except Exception as error:
            driver._handle_exception(error)


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
