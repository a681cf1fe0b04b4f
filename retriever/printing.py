"""Values as sport prints them: 3:27.65, 84.12 m, 12,400."""

from retriever.values import METRES, ValueType

_GROUPED_FROM = 10_000  # 1500 stays 1500: below five digits sport prints no thousands mark
_SYMBOLS = {"GBP": "£", "USD": "$", "EUR": "€", "JPY": "¥"}


def format_value(value_type: ValueType, number: float, decimals: int, unit: str | None = None) -> str:
    """A computed result in the field's notation: 207.747 s → "3:27.75", 0.14 s → "0.14 s". `number` is canonical."""
    if value_type is ValueType.TIME:
        return _format_time(number, decimals)
    if value_type is ValueType.DISTANCE:
        shown = unit if unit in METRES else "m"
        return f"{number / METRES[shown]:.{decimals}f} {shown}"
    if value_type is ValueType.PERCENT:
        return f"{number:.{decimals}f}%"
    if value_type is ValueType.MONEY:
        return f"{_SYMBOLS.get(unit or '', '')}{number:,.{decimals}f}"
    grouping = "," if value_type is ValueType.NUMBER and abs(number) >= _GROUPED_FROM else ""
    return f"{number:{grouping}.{decimals}f}" + (f" {unit}" if unit else "")


def _format_time(seconds: float, decimals: int) -> str:
    units = round(abs(seconds) * 10**decimals)
    sign = "-" if seconds < 0 and units else ""
    whole, rest = divmod(units, 10**decimals)
    fraction = f".{rest:0{decimals}d}" if decimals else ""
    if whole < 60:
        return f"{sign}{whole}{fraction} s"
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{sign}{hours}:{minute:02d}:{second:02d}{fraction}" if hours else f"{sign}{minute}:{second:02d}{fraction}"
