"""Models made on the spot: real ones in everything but their size, tokenizer and weights made here."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

WORDS = "les habitants du canton donnent leur avis sur accueil guichet notes choix phrase query passage".split()
SIZES = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
STILL = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
LIKED = "guichet"
"""The word that the cross-encoder learns to look for."""


def bi_encoder(folder: Path, prompts: dict[str, str] | None = None, seed: int = 0) -> Path:
    """A model of 16 dimensions, its weights drawn once, saved as sentence-transformers saves one."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from transformers import BertModel

    torch.manual_seed(seed)
    bare = folder / "bert"
    BertModel(_config(bare)).save_pretrained(bare)
    words = modules.Transformer(str(bare), max_seq_length=64)
    whole = SentenceTransformer(modules=[words, modules.Pooling(16)], prompts=prompts)
    whole.save(str(folder / "whole"))
    return folder / "whole"


def cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A model that reads pairs, taught in a second to like the texts that hold one word, saved and ready."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertForSequenceClassification

    torch.manual_seed(0)
    bare = folder / "bert-pairs"
    model = BertForSequenceClassification(_config(bare, num_labels=labels))
    model.save_pretrained(bare)
    whole = CrossEncoder(str(bare), device="cpu")
    if labels == 1:
        _teach(whole)
    whole.save_pretrained(str(folder / "pairs"))
    return folder / "pairs"


def _config(bare: Path, **more: int) -> Any:
    """Writes the tokenizer in the folder; the configuration of a tiny BERT over its vocabulary."""
    from transformers import BertConfig, BertTokenizerFast

    bare.mkdir(parents=True)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, *"abcdefghijklmnopqrstuvwxyz"]
    vocabulary += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    (bare / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizerFast(str(bare / "vocab.txt"), model_max_length=64).save_pretrained(bare)
    return BertConfig(vocab_size=len(vocabulary), max_position_embeddings=64, **SIZES, **STILL, **more)


def _teach(whole: Any) -> None:
    import torch

    drawn = random.Random(0)  # noqa: S311 -- words, not secrets
    others = [word for word in WORDS if word != LIKED]
    texts = [drawn.choices(others, k=drawn.randint(3, 8)) for _ in range(48)]
    for text in texts[::2]:
        text[drawn.randrange(len(text))] = LIKED
    wanted = torch.tensor([float(LIKED in text) for text in texts])
    features = whole.preprocess([(" ".join(drawn.choices(others, k=3)), " ".join(text)) for text in texts])
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # sums this small are slower shared
    optimiser = torch.optim.Adam(whole.parameters(), lr=0.01)
    whole.train()
    for _ in range(100):
        optimiser.zero_grad()
        scores = whole(dict(features))["scores"].squeeze(-1)
        torch.nn.functional.binary_cross_entropy_with_logits(scores, wanted).backward()
        optimiser.step()
    whole.eval()
    torch.set_num_threads(threads)
