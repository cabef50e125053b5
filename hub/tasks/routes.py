"""The routes of tasks."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from hub import timeline
from hub.accounts import Permission
from hub.db import Tx, utc_now
from hub.tasks import comments, reminders, store
from hub.tasks.access import get_task, reach_of
from hub.tasks.lists import count_people, count_tasks, find_tasks
from hub.tasks.many import do_with_many, put_back
from hub.tasks.present import describe, describe_many
from hub.tasks.schemas import (
    Counts,
    ManyDone,
    ManyTasks,
    NewTask,
    PersonCounts,
    PutBack,
    TaskChange,
    TaskOut,
    TasksQuery,
)
from hub.timeline import EntryOut, NewNote, NoteChange
from hub.web import Context, Items, NotFound, Page, Routes, cut_page, decode_cursor, given

routes = Routes("tasks")
READ, WRITE = Permission.TASKS_READ, Permission.TASKS_WRITE


@routes.get("/api/tasks", permission=READ, summary="List tasks")
async def list_tasks(ctx: Context, query: TasksQuery) -> Page[TaskOut]:
    """As they are due, those without a day last; closed ones by when they were, newest first."""
    after = decode_cursor(query.cursor, datetime, UUID) if query.cursor else None
    key = ("late_at", "id") if query.state == "open" else ("closed_at", "id")
    async with ctx.db.read() as session:
        reach = await reach_of(session, ctx.user)
        found = await find_tasks(session, reach, query, utc_now(), after, query.limit + 1)
        tasks, cursor = cut_page(found, query.limit, *key)
        return Page(items=await describe_many(session, tasks), next=cursor)


@routes.get("/api/tasks/counts", permission=READ, summary="How many tasks are open, by when they are due")
async def get_counts(ctx: Context, query: TasksQuery) -> Counts:
    """Of the same tasks as the list's, whatever its page."""
    async with ctx.db.read() as session:
        return await count_tasks(session, await reach_of(session, ctx.user), query, utc_now())


@routes.post("/api/tasks", permission=WRITE, summary="Make a task", status=201)
async def create_task(ctx: Context, body: NewTask) -> TaskOut:
    """Without an assignee or team it is one's own; what came of a call or conversation is its customer's."""
    task = await ctx.db.write(lambda tx: store.add_task(tx, ctx.user, body))
    ctx.tag_answer(task.version)
    return task


@routes.post("/api/tasks/many", permission=WRITE, summary="Do one thing with many tasks", errors=(403,))
async def change_many(ctx: Context, body: ManyTasks) -> ManyDone:
    """In one transaction; those that are gone, or not one's to change, are told and left alone."""
    return await ctx.db.write(lambda tx: do_with_many(tx, ctx.user, body))


@routes.post("/api/tasks/many/undo", permission=WRITE, summary="Put many tasks back as they were")
async def undo_many(ctx: Context, body: PutBack) -> ManyDone:
    """In one transaction; those that were changed again since are told and left alone."""
    return await ctx.db.write(lambda tx: put_back(tx, ctx.user, body))


@routes.get("/api/tasks/{task_id}", permission=READ, summary="A task", errors=(404,))
async def read_task(ctx: Context, task_id: UUID) -> TaskOut:
    """Its comments are the notes about its interaction."""
    async with ctx.db.read() as session:
        task = await describe(session, await get_task(session, ctx.user, task_id))
    ctx.tag_answer(task.version)
    return task


@routes.patch("/api/tasks/{task_id}", permission=WRITE, summary="Change a task", errors=(404,), if_match=True)
async def change_task(ctx: Context, task_id: UUID, body: TaskChange) -> TaskOut:
    """What is left out stays. Done, the next of one that comes again is made."""
    version, changes = ctx.if_match, given(body)
    task = await ctx.db.write(lambda tx: store.change_task(tx, ctx.user, task_id, changes, version))
    ctx.tag_answer(task.version)
    return task


@routes.delete("/api/tasks/{task_id}", permission=WRITE, summary="Delete a task", errors=(403, 404), if_match=True)
async def delete_task(ctx: Context, task_id: UUID) -> None:
    """With its comments. What did not come about is better cancelled: that can be read later."""
    version = ctx.if_match
    await ctx.db.write(lambda tx: store.delete_task(tx, ctx.user, task_id, version))


@routes.get("/api/tasks/{task_id}/comments", permission=READ, summary="The comments on a task", errors=(404,))
async def list_comments(ctx: Context, task_id: UUID) -> Items[EntryOut]:
    """Oldest first."""
    async with ctx.db.read() as session:
        task = await get_task(session, ctx.user, task_id)
        return Items(items=await timeline.notes_about(session, task.entry_id))


@routes.post("/api/tasks/{task_id}/comments", permission=WRITE, summary="Comment on a task", status=201, errors=(404,))
async def add_comment(ctx: Context, task_id: UUID, body: NewNote) -> EntryOut:
    """It may name colleagues, who are told."""
    return await ctx.db.write(lambda tx: comments.add_comment(tx, ctx.user, task_id, body))


@routes.patch("/api/tasks/{task_id}/comments/{comment_id}", permission=WRITE, summary="Change a comment",
              errors=(403, 404))  # fmt: skip
async def change_comment(ctx: Context, task_id: UUID, comment_id: UUID, body: NoteChange) -> EntryOut:
    """One's own; with `notes:manage` anybody's."""
    return await ctx.db.write(lambda tx: comments.change_comment(tx, ctx.user, task_id, comment_id, body))


@routes.delete("/api/tasks/{task_id}/comments/{comment_id}", permission=WRITE, summary="Delete a comment",
               errors=(403, 404))  # fmt: skip
async def delete_comment(ctx: Context, task_id: UUID, comment_id: UUID) -> None:
    """One's own; with `notes:manage` anybody's."""
    await ctx.db.write(lambda tx: comments.delete_comment(tx, ctx.user, task_id, comment_id))


@routes.get("/api/teams/{team_id}/task-counts", permission=READ, summary="A team's open tasks by person",
            errors=(404,))  # fmt: skip
async def get_team_counts(ctx: Context, team_id: UUID) -> Items[PersonCounts]:
    """Nobody's first, then those with most overdue."""
    async with ctx.db.read() as session:
        reach = await reach_of(session, ctx.user)
        if team_id not in reach.teams and not ctx.user.may(Permission.TASKS_READ_ALL):
            raise NotFound("There is no such team.")
        return Items(items=await count_people(session, reach, team_id, utc_now()))


@routes.delete("/api/me/reminders/{reminder_id}", permission=READ, summary="Put a reminder away", errors=(404,))
async def put_reminder_away(ctx: Context, reminder_id: UUID) -> None:
    """The task stays as it is."""

    async def work(tx: Tx) -> None:
        await reminders.put_mine_away(tx, ctx.user, reminder_id)

    await ctx.db.write(work)
