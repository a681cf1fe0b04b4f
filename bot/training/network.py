"""The network: the encoder's layers, and three numbers a word piece — answer starts, answer ends, sentence answers."""

from pathlib import Path

import torch
from torch import nn
from transformers import BertModel

START, END, SENTENCE = 0, 1, 2


class ReaderNetwork(nn.Module):
    """Layers of the packaged encoder, trained on; its word vectors stay as they are and are not stored again."""

    def __init__(self, encoder_folder: Path) -> None:
        super().__init__()
        # No dropout: it costs a fifth of the speed, and windows are cut anew in each of the few passes.
        self.bert = BertModel.from_pretrained(
            str(encoder_folder),
            add_pooling_layer=False,
            attn_implementation="eager",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.heads = nn.Linear(self.bert.config.hidden_size, 3)
        self.bert.embeddings.word_embeddings.weight.requires_grad_(False)

    def forward(self, vectors: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """`(texts, pieces, 3)` logits from word vectors `(texts, pieces, width)`."""
        hidden = self.bert(inputs_embeds=vectors, token_type_ids=types, attention_mask=mask).last_hidden_state
        logits: torch.Tensor = self.heads(hidden)
        return logits

    def word_vectors(self, ids: torch.Tensor) -> torch.Tensor:
        """The frozen vectors of word pieces."""
        vectors: torch.Tensor = self.bert.embeddings.word_embeddings(ids)
        return vectors
