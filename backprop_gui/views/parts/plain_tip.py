"""Tooltips of texts that come from files: shown as they stand, whatever markup they hold."""

import html


def plain_tip(text: str) -> str:
    """`text` as a tooltip; Qt would take some texts for HTML, which may even load files."""
    if "<" not in text:
        return text
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>"
