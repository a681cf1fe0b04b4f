"""`python -m bot.training.articles MATERIAL FOLDER`: held-out texts and others as files, one an article."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from bot.training.material import Item, read_material, split_by_article

OTHER_ARTICLES = 12  # the longest of those trained on: something to search in vain among


def main() -> None:
    """Writes the articles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("material", type=Path)
    parser.add_argument("folder", type=Path)
    chosen = parser.parse_args()
    write_articles(chosen.material, chosen.folder)


def write_articles(material: Path, folder: Path) -> None:
    """Every text of the held-out articles and of the longest others once, under its article's title."""
    train, held = split_by_article(read_material(material))
    others = sorted(_texts(train).items(), key=lambda article: (-len(article[1]), article[0]))[:OTHER_ARTICLES]
    articles = {**_texts(held), **dict(others)}
    folder.mkdir(parents=True, exist_ok=True)
    for title, texts in articles.items():
        name = re.sub(r"\W+", "-", title).strip("-").lower()
        body = "\n\n".join(text.replace("\n", " ") for text in texts)
        (folder / f"{name}.md").write_text(f"# {title.replace('_', ' ')}\n\n{body}\n", encoding="utf-8")


def _texts(items: Sequence[Item]) -> dict[str, dict[str, None]]:
    """Texts of each article, each once, in order."""
    articles: dict[str, dict[str, None]] = {}
    for item in items:
        articles.setdefault(item.article, {}).setdefault(item.text)
    return articles


if __name__ == "__main__":
    main()
