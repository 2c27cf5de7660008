"""The attachments of a case: chosen in place, shown small, downloaded through a route that asks who it is."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

import streamlit as st

from caselight.core.attachments import KINDS, LIMIT, MOST, Upload, is_picture, size_in_words
from caselight.core.people import Principal, Right
from caselight.core.wording import moment, reference
from caselight.services import verbs
from caselight.store import attachments
from caselight.store.attachments import AttachmentRow
from caselight.store.casefile import CaseFile, Told
from caselight.ui import act, data, html

SAVED = "attachment_saved"
MB = LIMIT // 1024**2


def button(number: int) -> None:
    """Draw the button that asks for a file."""
    st.button("Attachment", key="attachment_add", on_click=_open, args=(number,))


def choose(number: int) -> None:
    """Draw where a file is chosen or dropped, once it was asked for; choosing it attaches it."""
    if st.session_state.pop(SAVED, False):
        st.rerun()
    turn = st.session_state.get(_turn(number), 0)
    if not st.session_state.get(_asked(number)):
        return
    with st.container(key="panel_attach"):
        key = f"attach:{number}:{turn}"  # a new one after each file: the one before is let go of
        st.file_uploader(
            f"Attach {KINDS}. At most {MB} MB a file, {MOST} files a case.",
            key=key,
            max_upload_size=MB,
            on_change=_attach,
            args=(number, key),
        )
        with st.container(horizontal=True, key="attach_end"):
            st.button("Give up", key="attach_give_up", on_click=_close, args=(number,))
            if refused := act.refusal(_form(number)):
                html.draw("refusal", sentence=refused.sentence, width="content")


def show(me: Principal, file: CaseFile, now: datetime, zone: tzinfo) -> None:
    """Draw what is attached; a case without attachments, or a person who may not read them, has no panel."""
    if not me.may(Right.FILES):
        return
    rows = data.read(attachments.of_case, me.scope, file.id)
    if not rows:
        return
    with st.container(key="panel_attachments"):
        html.draw("attachments_head", count=len(rows))
        if refused := act.refusal(_removal(file.id)):
            html.draw("refusal", sentence=refused.sentence)
        for row in rows:
            with st.container(horizontal=True, key=f"attachment_{row.number}"):
                html.draw(
                    "attachment", one=row, case=file.id, about=_about(row, now, zone), small=is_picture(row.media_type)
                )
                if me.may(Right.WORK) and (row.by_id == me.user_id or me.may(Right.ANY_TEAM)):
                    _remover(file.id, row)


def readable(me: Principal, events: Sequence[Told]) -> Sequence[Told]:
    """Return the events without those of attachments, names and all, for whoever may not read these."""
    return events if me.may(Right.FILES) else [event for event in events if "attachment" not in event.body]


def _about(row: AttachmentRow, now: datetime, zone: tzinfo) -> str:
    return f"{size_in_words(row.size)}, {row.by or 'Caselight'}, {moment(row.at, zone, now=now)}"


def _remover(number: int, row: AttachmentRow) -> None:
    """Draw Remove, which asks once more: the file is gone afterwards."""
    if st.session_state.get(_removing(number)) == row.number:
        st.button("Remove for good", key=f"attachment_gone_{row.number}", on_click=_remove, args=(number, row.number))
        st.button("Keep", type="tertiary", key="attachment_keep", on_click=_ask, args=(number, None))
        return
    st.button(
        "Remove", type="tertiary", key=f"attachment_remove_{row.number}", on_click=_ask, args=(number, row.number)
    )


def _attach(number: int, key: str) -> None:
    """Attach what was chosen; where it is refused, another can be chosen in its place."""
    if (chosen := st.session_state.get(key)) is None:
        return
    upload, said = Upload(chosen.name, chosen.getvalue()), f"{reference(number)}: {chosen.name} attached."
    st.session_state[_turn(number)] = st.session_state.get(_turn(number), 0) + 1
    if act.do(verbs.attach, case=number, form=_form(number), said=said, upload=upload):
        _close(number)
        st.session_state[SAVED] = True


def _remove(number: int, attachment: int) -> None:
    said = f"{reference(number)}: attachment removed."
    act.do(verbs.remove_attachment, case=number, form=_removal(number), said=said, attachment=attachment)
    _ask(number, None)


def _ask(number: int, attachment: int | None) -> None:
    st.session_state[_removing(number)] = attachment


def _open(number: int) -> None:
    st.session_state[_asked(number)] = True


def _close(number: int) -> None:
    st.session_state.pop(_asked(number), None)
    act.forget(_form(number))


def _asked(number: int) -> str:
    return f"attach_asked:{number}"


def _turn(number: int) -> str:
    return f"attach_turn:{number}"


def _removing(number: int) -> str:
    return f"attachment_removing:{number}"


def _form(number: int) -> str:
    return f"attach:{number}"


def _removal(number: int) -> str:
    return f"attachment_removal:{number}"
