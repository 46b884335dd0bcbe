"""Language: tokenizers, transformers and their surroundings; and pictures made from words."""

from __future__ import annotations

from nb2pkg.roles.tables.table import Table, roles

TABLE = Table(
    paths=roles(
        data="""
        datasets tokenizers sentencepiece nltk jieba konlpy MeCab janome sudachipy ja_ginza textblob unidecode emoji
        contractions gensim.corpora gensim.utils spacy.lang spacy.tokens langdetect sacremoses tiktoken
        transformers.DataCollatorWithPadding transformers.DefaultDataCollator transformers.default_data_collator
        huggingface_hub.hf_hub_download huggingface_hub.snapshot_download huggingface_hub.list_datasets
        diffusers.utils.load_image diffusers.utils.load_video librosa langchain.text_splitter
        langchain.document_loaders langchain_community.document_loaders langchain_text_splitters
        """,
        model="""
        transformers diffusers peft sentence_transformers gensim spacy fasttext flair adapters bertopic
        simpletransformers optimum bitsandbytes setfit langchain langchain_openai llama_index openai anthropic
        google.generativeai unsloth keras_nlp openvino
        """,
        train="""
        transformers.Trainer transformers.TrainingArguments transformers.Seq2SeqTrainer
        transformers.Seq2SeqTrainingArguments transformers.get_linear_schedule_with_warmup
        transformers.get_cosine_schedule_with_warmup transformers.get_scheduler transformers.AdamW
        transformers.AdamWeightDecay transformers.create_optimizer transformers.optimization
        transformers.TrainerCallback transformers.EarlyStoppingCallback transformers.keras_callbacks
        transformers.PushToHubCallback transformers.integrations trl evaluate datasets.load_metric rouge_score
        sacrebleu seqeval jiwer bert_score
        """,
        plain="huggingface_hub transformers.utils transformers.logging datasets.logging",
    ),
    names=roles(
        data="tokenize tokenize_function tokenizer batch_encode_plus encode_plus word_tokenize sent_tokenize",
        model="from_pretrained from_config get_peft_model load_lora_weights fuse_lora load_adapter",
        train="generate push_to_hub Seq2SeqTrainer TrainingArguments save_pretrained batch_decode add_batch",
    ),
)
