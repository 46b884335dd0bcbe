"""Which arguments name a model, a data set, a project or a place on a service: by the last name of what is called.

BertModel.from_pretrained("bert-base-uncased")      model_name
load_dataset("glue", "mrpc")                        dataset_name, dataset_config
wandb.init(project="leaves", entity="me")           wandb_project, wandb_entity
"""

from __future__ import annotations

from collections.abc import Mapping

#: Whatever is of Weights & Biases.
OF_WANDB: Mapping[int | str, str] = {"project": "wandb_project", "entity": "wandb_entity"}
#: Last name of what is called -> position or keyword -> what that names.
NAMED: Mapping[str, Mapping[int | str, str]] = {
    **{
        name: {0: "model_name"}
        for name in (
            "from_pretrained SentenceTransformer CrossEncoder GenerativeModel create_model get_model YOLO "
            "TextGenerationModel init_chat_model from_preset"
        ).split()
    },
    **{name: {0: "dataset_name"} for name in ("fetch_openml", "dataset_download")},
    **{
        name: {0: "competition", "competition": "competition"}
        for name in ("competition_download", "competition_download_files", "competition_download_file")
    },
    "load_dataset": {0: "dataset_name", 1: "dataset_config", "path": "dataset_name", "name": "dataset_config"},
    "pipeline": {1: "model_name", "model": "model_name"},
    "push_to_hub": {0: "hub_name"},
    "create_repo": {0: "hub_name", "name": "hub_name"},
    "Repository": {"clone_from": "hub_name"},
    "snapshot_download": {0: "hub_name"},
    "hf_hub_download": {0: "hub_name", 1: "repo_file", "filename": "repo_file"},
    "set_experiment": {0: "experiment_name"},
    "get_bucket": {0: "bucket"},
    "bucket": {0: "bucket"},
    **{name: {1: "dataset_name", "name": "dataset_name"} for name in ("Planetoid", "TUDataset", "Amazon", "Coauthor")},
    "ModelNet": {1: "dataset_name", "name": "dataset_name"},
    "DecathlonDataset": {"task": "dataset_name"},
    "dataset": {0: "dataset_name"},
    **{name: {0: name} for name in ("workspace", "project", "database", "collection")},
    **{name: {0: "collection"} for name in ("get_collection", "create_collection", "get_or_create_collection")},
    **{name: {0: "index_name"} for name in ("Index", "create_index", "describe_index")},
    "LM": {0: "model_name"},
    "PushToHubCallback": {0: "hub_name"},
    "use_artifact": {0: "artifact_name"},
    "TensorBoardLogger": {1: "run_name", "name": "run_name"},
    "CSVLogger": {1: "run_name", "name": "run_name"},
    "WandbLogger": {0: "run_name", "name": "run_name", **OF_WANDB},
}
#: Dotted paths, where the last name alone says nothing.
NAMED_PATHS: Mapping[str, Mapping[int | str, str]] = {
    "spacy.load": {0: "spacy_model"},
    "whisper.load_model": {0: "model_name"},
    "clip.load": {0: "model_name"},
    "torch.hub.load": {0: "hub_repo", 1: "model_name"},
    "tensorflow_datasets.load": {0: "dataset_name", "name": "dataset_name"},
    "tensorflow_datasets.builder": {0: "dataset_name"},
    "gensim.downloader.load": {0: "vectors_name"},
    "wandb.Artifact": {0: "artifact_name", "name": "artifact_name"},
    "weave.init": {0: "weave_project"},
    "gdown.download": {"id": "file_id"},
    "wandb.init": {**OF_WANDB, "name": "run_name", "group": "run_group"},
    "torchtext.vocab.GloVe": {"name": "vectors_name"},
    **{
        f"{library}.{name}": {0: "env_name", "id": "env_name"}
        for library in ("gym", "gymnasium")
        for name in ("make_vec", "vector.make")
    },
}
#: Keywords that name such a thing wherever they stand.
KEYWORDS: Mapping[str, str] = {
    word: word
    for word in (
        "project project_id project_name entity location region zone bucket bucket_name display_name repo_id "
        "repo_name organization dataset_id table_id dataset_name model_id model_name_or_path staging_bucket "
        "pretrained_model_name_or_path backbone encoder_name encoder_weights embedding_model base_model "
        "deployment_name index_name collection_name namespace language_code experiment_name run_name region_name "
        "service_account machine_type hub_model_id model_display_name endpoint_name instance_type job_name "
        "accelerator_type model_type_name hub_token_name database workspace revision pretrained_weights"
    ).split()
} | {
    **{"model_name": "model_name", "repo_id": "hub_name", "repo_name": "hub_name"},
    **{"RoleName": "role_name", "Bucket": "bucket", "TableName": "table_name", "QueueName": "queue_name"},  # boto3
    **{"FunctionName": "function_name", "EndpointName": "endpoint_name", "DatabaseName": "database"},
    **{"TrainingJobName": "job_name", "ClusterName": "cluster_name", "RepositoryName": "repository_name"},
}
#: How keywords end that name such a thing: ``job_display_name``, ``model_serving_container_image_uri``.
ENDINGS = ("_display_name", "image_uri", "container_uri", "_version")
#: Those of them, and others, that name one for a function of the notebook, too, whatever that is about.
OF_OWN = frozenset(
    "display_name project project_id bucket bucket_name table_id collection_name index_name experiment_name region "
    "machine_type instance_type job_name endpoint_name deployment_name repo_id repo_name".split()
)
#: Fields of what is made on a service, before it is.
FIELDS = frozenset("location region project bucket".split())
#: Keywords that name a model where the value is no word of another meaning, of calls of services.
MODEL_CALLS = frozenset(
    "create generate_content generate chat ChatOpenAI OpenAI ChatAnthropic ChatGoogleGenerativeAI OpenAIEmbeddings "
    "completion embed_content HuggingFaceEmbeddings GoogleGenerativeAIEmbeddings stream parse ChatGroq Ollama "
    "ChatOllama OpenAIEmbedding LiteLLMModel InferenceClient embeddings ChatMistralAI ChatCohere ChatVertexAI VertexAI "
    "OllamaLLM OllamaEmbeddings CohereEmbeddings VoyageAIEmbeddings LLM generate_content_stream generate_images "
    "generate_videos count_tokens acompletion ChatLiteLLM ChatTogether ChatBedrock ChatDeepSeek ChatPerplexity "
    "AzureChatOpenAI ChatNVIDIA ChatFireworks".split()
)
#: What names of models that answer begin with: nothing else is called so.
MODELS = (
    *("gpt-", "o1-", "o3-", "o4-", "chatgpt-", "claude-", "gemini-", "models/gemini", "gemma-", "text-embedding-"),
    *("text-davinci", "whisper-", "dall-e-", "llama-", "llama3", "mistral-", "mixtral-", "deepseek-", "command-r"),
    *("openai/", "google/", "anthropic/", "meta-llama/", "mistralai/", "deepseek-ai/", "deepseek/", "qwen/", "Qwen/"),
    *("sentence-transformers/", "facebook/", "microsoft/", "BAAI/", "intfloat/", "huggingface/", "HuggingFaceH4/"),
)
#: What the first argument of `load_dataset` is where the files are one's own.
FORMATS = frozenset("csv json text parquet imagefolder audiofolder pandas arrow webdataset xml".split())
