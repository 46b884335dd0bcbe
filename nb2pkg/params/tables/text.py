"""Texts: gensim, spaCy, tokenizers, LangChain, and clients of large language models."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls

_NAME = "Name of the model."
_ASKED = {
    "model": _NAME,
    "model_name": _NAME,
    "model_id": _NAME,
    "engine": _NAME,
    "temperature": "Temperature of the sampling.",
    "max_tokens": "Greatest number of tokens to generate.",
    "max_completion_tokens": "Greatest number of tokens to generate.",
    "max_output_tokens": "Greatest number of tokens to generate.",
    "max_new_tokens": "Greatest number of tokens to generate.",
    "top_p": "Share of the probability to sample from.",
    "top_k": "Number of likeliest tokens to sample from.",
    "frequency_penalty": "Penalty for frequent tokens.",
    "presence_penalty": "Penalty for repeated tokens.",
    "candidate_count": "Number of answers.",
    "thinking_budget": "Greatest number of tokens to think with.",
    "n": "Number of answers.",
    "seed": "",
    "size": "Size of the images.",
}
_ASKED_WORDS = frozenset({"model", "model_name", "model_id", "engine", "size"})
_LLM = (
    "openai anthropic cohere mistralai groq together litellm google.generativeai google.genai vertexai replicate "
    "ollama huggingface_hub dashscope"
).split()

CALLS = (
    Calls(
        ("spacy.load",),
        {"name": _NAME},
        positions={0: "name"},
        others=frozenset({"name"}),
        renamed={"name": "spacy_model"},
    ),
    Calls(
        ("tiktoken.",),
        {"encoding_name": "Name of the encoding."},
        frozenset({"get_encoding"}),
        {0: "encoding_name"},
        frozenset({"encoding_name"}),
    ),
    Calls(
        ("tiktoken.",),
        {"model_name": _NAME},
        frozenset({"encoding_for_model"}),
        {0: "model_name"},
        frozenset({"model_name"}),
    ),
    Calls(("spacy.util.minibatch", "spacy.util.compounding"), {"size": ""}, renamed={"size": "batch_size"}),
    Calls(
        ("gensim.models.",),
        {
            "vector_size": "Size of the vectors.",
            "size": "Size of the vectors.",
            "window": "Number of words around a word.",
            "min_count": "Smallest number of times that a word must appear.",
            "workers": "Number of workers.",
            "epochs": "",
            "iter": "Number of epochs to train.",
            "negative": "Number of noise words.",
            "alpha": "Initial learning rate.",
            "num_topics": "Number of topics.",
            "passes": "Number of passes over the texts.",
            "chunksize": "Number of texts at a time.",
            "threshold": "",
            "seed": "",
            "random_state": "",
        },
        renamed={"size": "vector_size", "iter": "epochs"},
    ),
    Calls(
        ("tokenizers.trainers.", "sentencepiece."),
        {
            "vocab_size": "Size of the vocabulary.",
            "min_frequency": "Smallest number of times that a token must appear.",
        },
    ),
    Calls(
        ("langchain.text_splitter.", "langchain_text_splitters.", "llama_index."),
        {"chunk_size": "Length of a piece of text.", "chunk_overlap": "Length that pieces have in common."},
    ),
    Calls(
        ("langchain", "llama_index", "crewai.", "smolagents."),
        _ASKED,
        others=_ASKED_WORDS,
        renamed={"model": "llm_model"},
        open=True,
    ),
    Calls(
        (
            "google.generativeai.GenerativeModel",
            "vertexai.generative_models.GenerativeModel",
            "vertexai.preview.generative_models.GenerativeModel",
        ),
        {"model_name": _NAME},
        positions={0: "model_name"},
        others=frozenset({"model_name"}),
    ),
    Calls(
        ("vertexai.",),
        {"model_name": _NAME},
        frozenset({"from_pretrained"}),
        {0: "model_name"},
        frozenset({"model_name"}),
    ),
    Calls(tuple(f"{one}." for one in _LLM), _ASKED, others=_ASKED_WORDS, open=True),
    Calls(
        tuple(_LLM),
        _ASKED,
        frozenset(
            "create generate generate_content generate_content_stream generate_text chat complete completion parse "
            "predict chat_completion text_generation embed send_message stream generate_images".split()
        ),
        others=_ASKED_WORDS,
        method=True,
    ),
)
