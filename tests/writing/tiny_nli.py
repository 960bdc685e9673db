"""A model of inference made on the spot: real in everything but its size, taught that a text with one word follows."""

from __future__ import annotations

import random
from pathlib import Path

from tests.ingest.tiny_models import LIKED, WORDS, _config

LABELS = ("contradiction", "entailment", "neutral")


def saved(folder: Path, labels: tuple[str, ...] = LABELS) -> Path:
    """The model, saved as sentence-transformers saves one."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertForSequenceClassification

    torch.manual_seed(0)
    bare = folder / "bert-nli"
    named = {"id2label": dict(enumerate(labels)), "label2id": {name: rank for rank, name in enumerate(labels)}}
    BertForSequenceClassification(_config(bare, **named)).save_pretrained(bare)  # type: ignore[arg-type]
    whole = CrossEncoder(str(bare), device="cpu")
    drawn = random.Random(0)  # noqa: S311 -- words, not secrets
    texts = [drawn.choices([word for word in WORDS if word != LIKED], k=drawn.randint(3, 8)) for _ in range(48)]
    for text in texts[::2]:
        text[drawn.randrange(len(text))] = LIKED
    wanted = torch.tensor([1 if LIKED in text else 2 for text in texts])
    features = whole.preprocess([(" ".join(drawn.choices(WORDS, k=3)), " ".join(text)) for text in texts])
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # sums this small are slower shared
    optimiser = torch.optim.Adam(whole.parameters(), lr=0.01)
    whole.train()
    for _ in range(120):
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy(whole(dict(features))["scores"], wanted).backward()
        optimiser.step()
    whole.eval()
    torch.set_num_threads(threads)
    whole.save_pretrained(str(folder / "nli"))
    return folder / "nli"
