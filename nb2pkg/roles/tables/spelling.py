"""What the words in a name say: ``train_one_epoch``, ``plot_history``, ``MyDataset``, ``X_train``."""

from __future__ import annotations

from nb2pkg.roles.tables.table import roles

#: First words of functions.
VERBS = roles(
    data="""
    load read fetch download preprocess preproc prepare prep clean process parse extract tokenize encode split augment
    transform normalize standardize resize crop impute fillna merge collate reshape pad collect import unzip filter
    sample shuffle scale crawl scrape featurize engineer convert decode reduce
    """,
    train="""
    train fit learn evaluate eval validate valid test predict infer inference submit optimize optimise tune score cv
    cross objective finetune benchmark
    """,
    explore="""
    plot show draw visualize visualise vis viz display view print explore describe inspect summarize summarise hist
    chart
    """,
)
#: Those of them that give way to what a function does.
VAGUE = frozenset(
    "process normalize transform reduce sample decode encode convert filter scale shuffle extract".split()
)
#: First words that say nothing by themselves: what comes behind them does.
MAKERS = frozenset(
    "get create make build init initialize define setup set new generate compute calc calculate add run".split()
)
#: Last words of functions, and what ``get_...`` gets.
NOUNS = roles(
    data="""
    data dataset datasets loader loaders dataloader dataloaders df frame features feature labels label images image
    tokens text texts path paths file files csv batch batches splits folds transforms transform augmentation
    augmentations sequences vocab sample samples dm datamodule generator_data
    """,
    model="""
    model models net network classifier regressor encoder decoder discriminator layer layers block cnn rnn lstm gru
    mlp resnet unet vgg backbone loss losses criterion metric metrics rmse mse mae rmsle rmspe kappa dice iou f1
    accuracy acc architecture embedding attention transformer qwk mcrmse
    """,
    train="""
    optimizer optimizers optim scheduler lr epoch epochs callback callbacks submission submissions prediction
    predictions preds history trainer training train loop score scores cv oof descent inference evaluation test
    """,
    explore="plot plots show figure figures chart heatmap histogram grid report distribution summary visualization eda",
)
#: Last words of functions that measure: calling one evaluates.
MEASURES = frozenset(
    "loss losses criterion metric metrics rmse mse mae rmsle rmspe kappa dice iou f1 accuracy acc qwk mcrmse".split()
)
#: Last words of variables that say nothing: what stands before them does.
HOLDERS = frozenset("cfg config configs params param parameters args kwargs dict options settings hparams".split())
#: Last words of variables.
VARIABLES = roles(
    data="""
    data dataset datasets loader loaders dataloader dataloaders df frame features feature labels label images image
    img imgs tokens text texts batch csv folds fold x y train test valid val set dl ds dm datamodule tokenizer transform
    transforms scaler vectorizer sample corpus vocab classes sentences words columns cols tokenized dls databunch
    """,
    model="""
    model models net network clf classifier regressor estimator encoder decoder discriminator generator cnn lstm xgb
    lgb lgbm knn svm svc gnb unet resnet backbone pipe pipeline learner learn criterion loss_fn loss_function
    """,
    train="""
    optimizer optimizers optim scheduler trainer history callback callbacks checkpoint early_stopping submission
    submissions sub preds pred predictions prediction oof score scores epoch epochs lr study logger y_pred y_preds
    y_hat predicted accuracy rmse mae mse acc auc f1
    """,
    explore="fig figure ax axes axs axarr plot trace layout chart heatmap palette colors cmap figsize",
)
#: Last words of classes, longest first where one ends with another.
ENDINGS = roles(
    data="""
    Dataset DataModule DataLoader Loader Tokenizer TokenizerFast Vectorizer Scaler Imputer Processor FeatureExtractor
    Sampler Augmentation Transform Transforms Collator DataGenerator Reader
    """,
    model="""
    Classifier Regressor Regression Classification Model Net Network Loss Layer CNN RNN LSTM GRU MLP Block Encoder
    Decoder Discriminator Generator Backbone Head Attention Embedding Predictor Resnet ResNet UNet Unet VGG
    Transformer Ensemble HyperModel Module Estimator Autoencoder AutoEncoder VAE GAN Pipeline Kernel
    """,
    train="""
    Trainer Callback Optimizer Scheduler LR Logger Checkpoint EarlyStopping Stopping TrainingArguments Config_
    Learner_ Meter Runner Engine Evaluator TrainingJob Tuner Experiment Inference
    """,
    explore="Plot Plotter Figure Display Visualizer Viewer",
)
