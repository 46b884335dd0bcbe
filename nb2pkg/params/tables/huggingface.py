"""transformers and what is used with it: peft, trl, unsloth, datasets, sentence-transformers."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls

_NAME = "Name of the pretrained model."
_REPOSITORY = "Name of the repository on the hub."
_ACCOUNT = "Account that the repository belongs to."
_TRAINING = {
    "learning_rate": "",
    "num_train_epochs": "Number of epochs to train.",
    "max_steps": "",
    "per_device_train_batch_size": "Number of samples in a batch on each device while training.",
    "per_device_eval_batch_size": "Number of samples in a batch on each device while evaluating.",
    "gradient_accumulation_steps": "Number of batches whose gradients make one step of the optimizer.",
    "weight_decay": "",
    "warmup_steps": "Number of steps until the learning rate is highest.",
    "warmup_ratio": "Share of the steps until the learning rate is highest.",
    "max_grad_norm": "Norm at which gradients are clipped.",
    "label_smoothing_factor": "Label smoothing.",
    "lr_scheduler_type": "How the learning rate changes.",
    "optim": "Optimizer.",
    "seed": "",
    "num_generations": "Number of answers to a prompt.",
    "max_prompt_length": "Greatest number of tokens in a prompt.",
    "max_completion_length": "Greatest number of tokens in an answer.",
    "dataloader_num_workers": "",
    "fp16": "Whether to train with 16-bit floating point numbers.",
    "bf16": "Whether to train with bfloat16 numbers.",
    "output_dir": "Folder for checkpoints.",
    "logging_dir": "Folder for logs.",
    "max_seq_length": "Greatest number of tokens in a text.",
    "max_length": "Greatest number of tokens in a text.",
    "beta": "Strength of the pull towards the reference model.",
    "push_to_hub": "Whether to upload the model to the hub.",
}
_GENERATED = {
    "max_new_tokens": "Greatest number of tokens to generate.",
    "temperature": "Temperature of the sampling.",
    "top_k": "Number of likeliest tokens to sample from.",
    "top_p": "Share of the probability to sample from.",
    "num_beams": "Number of beams.",
    "repetition_penalty": "Penalty for repeated tokens.",
    "length_penalty": "Penalty for long texts.",
    "no_repeat_ngram_size": "Length of the sequences that do not repeat.",
    "num_return_sequences": "Number of texts to generate.",
    "max_length": "Greatest number of tokens in a text.",
    "min_length": "Smallest number of tokens in a text.",
}

CALLS = (
    Calls(
        ("transformers.", "trl.", "sentence_transformers.", "setfit."),
        _TRAINING,
        frozenset(
            "TrainingArguments Seq2SeqTrainingArguments SFTConfig DPOConfig ORPOConfig GRPOConfig KTOConfig "
            "SentenceTransformerTrainingArguments TFTrainingArguments".split()
        ),
        others=frozenset({"lr_scheduler_type", "optim", "fp16", "bf16", "output_dir", "logging_dir", "push_to_hub"}),
        scope="class",
    ),
    Calls(
        ("transformers.", "unsloth.", "diffusers.", "peft."),
        {
            "pretrained_model_name_or_path": _NAME,
            "model_name": _NAME,
            "max_seq_length": "Greatest number of tokens in a text.",
        },
        frozenset({"from_pretrained"}),
        {0: "pretrained_model_name_or_path"},
        frozenset({"pretrained_model_name_or_path", "model_name"}),
    ),
    Calls(
        ("sentence_transformers.",),
        {"model_name_or_path": _NAME},
        frozenset({"SentenceTransformer", "CrossEncoder"}),
        {0: "model_name_or_path"},
        frozenset({"model_name_or_path"}),
    ),
    Calls(
        ("transformers.pipeline",), {"model": _NAME, **_GENERATED}, positions={1: "model"}, others=frozenset({"model"})
    ),
    Calls(
        ("peft.",),
        {
            "r": "Rank of the adapters.",
            "lora_alpha": "Scale of the adapters.",
            "lora_dropout": "Dropout probability of the adapters.",
            "num_virtual_tokens": "Number of tokens of the prompt that is learnt.",
        },
        scope="class",
        open=True,
    ),
    Calls(
        ("unsloth.FastLanguageModel.get_peft_model", "unsloth.FastVisionModel.get_peft_model"),
        {
            "r": "Rank of the adapters.",
            "lora_alpha": "Scale of the adapters.",
            "lora_dropout": "Dropout probability of the adapters.",
            "random_state": "",
        },
    ),
    Calls(("transformers.set_seed", "accelerate.utils.set_seed"), {"seed": ""}, positions={0: "seed"}),
    Calls(
        ("transformers.EarlyStoppingCallback",),
        {"early_stopping_patience": "Number of evaluations without improvement after which training stops."},
        positions={0: "early_stopping_patience"},
    ),
    Calls(
        ("transformers.get_",),
        {"num_warmup_steps": "Number of steps until the learning rate is highest."},
        scope="class",
    ),
    Calls(("transformers", "unsloth"), _GENERATED, frozenset({"generate"}), scope="variable", method=True),
    Calls(
        ("transformers.",),
        {
            **dict.fromkeys(("hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size"), ""),
            "hidden_dropout_prob": "Dropout probability.",
            "vocab_size": "Size of the vocabulary.",
            "n_layer": "Number of layers.",
            "n_head": "Number of heads.",
            "n_embd": "Size of the embeddings.",
            "n_ctx": "Greatest number of tokens in a text.",
            "n_positions": "Greatest number of tokens in a text.",
            "max_position_embeddings": "Greatest number of tokens in a text.",
            "mlm_probability": "Share of the tokens that are masked.",
        },
        frozenset(
            "BertConfig RobertaConfig GPT2Config DistilBertConfig LlamaConfig T5Config ViTConfig AutoConfig "
            "DataCollatorForLanguageModeling".split()
        ),
        scope="class",
    ),
    Calls(
        ("transformers",),
        {"repo_id": _REPOSITORY, "organization": _ACCOUNT},
        frozenset({"push_to_hub"}),
        {0: "repo_id"},
        frozenset({"repo_id", "organization"}),
        method=True,
        renamed={"repo_id": "hub_name"},
    ),
    Calls(
        ("transformers.PushToHubCallback", "transformers.keras_callbacks.PushToHubCallback"),
        {"output_dir": "Folder for checkpoints, and name of the repository on the hub."},
        positions={0: "output_dir"},
        others=frozenset({"output_dir"}),
    ),
    Calls(
        ("huggingface_hub.create_repo", "huggingface_hub.Repository", "huggingface_hub.upload_f"),
        {
            **dict.fromkeys(("repo_id", "name", "repo_name", "clone_from"), _REPOSITORY),
            "organization": _ACCOUNT,
        },
        frozenset({"create_repo", "Repository", "upload_file", "upload_folder"}),
        others=frozenset({"repo_id", "name", "repo_name", "clone_from", "organization"}),
        renamed=dict.fromkeys(("repo_id", "name", "repo_name", "clone_from"), "hub_name"),
    ),
    Calls(
        ("accelerate.Accelerator",),
        {"gradient_accumulation_steps": "", "mixed_precision": "Precision of floating point numbers."},
        others=frozenset({"mixed_precision"}),
    ),
    Calls(
        ("sentence_transformers",),
        {"batch_size": "", "epochs": "", "warmup_steps": "Number of steps until the learning rate is highest."},
        frozenset({"encode", "fit"}),
        method=True,
    ),
    Calls(
        ("datasets",),
        {"test_size": "", "seed": ""},
        frozenset({"train_test_split"}),
        {0: "test_size"},
        method=True,
    ),
    Calls(("datasets",), {"num_proc": "Number of processes."}, frozenset({"map", "filter"}), method=True),
)
