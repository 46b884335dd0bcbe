"""Keras and TensorFlow, old and new (``tensorflow.keras`` and ``tf_keras`` are looked up as ``keras``)."""

from __future__ import annotations

from nb2pkg.roles.tables.table import Table, roles

TABLE = Table(
    paths=roles(
        data="""
        keras.datasets keras.preprocessing keras.utils.get_file keras.utils.to_categorical keras.utils.load_img
        keras.utils.img_to_array keras.utils.image_dataset_from_directory keras.utils.text_dataset_from_directory
        keras.utils.timeseries_dataset_from_array keras.utils.audio_dataset_from_directory keras.utils.pad_sequences
        keras.utils.np_utils keras.layers.TextVectorization keras.layers.StringLookup keras.layers.RandomFlip
        keras.layers.RandomRotation keras.layers.RandomZoom keras.layers.RandomCrop keras.layers.RandomContrast
        keras.layers.RandomTranslation keras.layers.Rescaling keras.layers.Resizing keras.layers.Normalization
        keras.layers.experimental.preprocessing tensorflow.data tensorflow.io tensorflow.image tensorflow.strings
        tensorflow.train.Example tensorflow.train.Feature tensorflow.train.Features tensorflow.feature_column
        tensorflow_datasets tensorflow_text tensorflow_io tensorflow.examples.tutorials keras.utils.Sequence
        keras.utils.split_dataset
        """,
        model="""
        keras.layers keras.models keras.Sequential keras.Model keras.Input keras.applications keras.losses
        keras.metrics keras.regularizers keras.initializers keras.constraints keras.activations keras.objectives
        tensorflow_hub tensorflow_addons.layers tensorflow_addons.losses tensorflow_addons.metrics
        tensorflow.placeholder tensorflow.get_variable tensorflow.Variable tensorflow.layers tensorflow.nn
        tensorflow.contrib segmentation_models efficientnet keras_cv.models keras_hub.models keras_nlp.models
        tensorflow_probability sonnet tflearn tensorflow.losses tensorflow.reset_default_graph keras.saving
        keras.optimizers.legacy.schedules
        """,
        train="""
        keras.optimizers keras.callbacks tensorflow.GradientTape tensorflow.Session tensorflow.InteractiveSession
        tensorflow.train tensorflow.summary tensorflow.distribute tensorflow.global_variables_initializer
        tensorflow.tpu tensorflow.estimator tensorflow.initialize_all_variables tensorflow.gradients
        tensorflow_addons.optimizers keras_tuner kerastuner autokeras tensorflow.lite tensorflow.saved_model
        """,
        plain="""
        keras tensorflow keras.backend keras.ops keras.random keras.config keras.mixed_precision keras.utils
        tensorflow.nn.softmax tensorflow.nn.sigmoid keras.applications.imagenet_utils
        """,
    ),
    names=roles(
        data="ImageDataGenerator TextVectorization preprocess_input img_to_array load_img adapt",
        model="Sequential compile get_layer load_model model_from_json load_weights Input Lambda",
        train="""
        train_on_batch fit_generator test_on_batch predict_generator evaluate_generator predict_on_batch train
        apply_gradients save_weights minimize ModelCheckpoint EarlyStopping ReduceLROnPlateau gradient reset_state
        reset_states update_state
        """,
        explore="summary plot_model",
    ),
    bases=roles(
        model="Model Layer Loss Constraint Regularizer Initializer LayerNormalization HyperModel",
        data="Sequence PyDataset",
        train="LearningRateSchedule",
    ),
)
