"""fastai, whose names mostly come through ``import *``."""

from __future__ import annotations

from nb2pkg.roles.tables.table import Table, roles

TABLE = Table(
    names=roles(
        data="""
        DataBlock DataLoaders ImageDataLoaders TextDataLoaders TabularDataLoaders SegmentationDataLoaders
        ImageDataBunch TextDataBunch TextLMDataBunch TextClasDataBunch TabularList ImageList untar_data
        get_image_files dataloaders databunch aug_transforms get_transforms RandomSplitter GrandparentSplitter
        ColReader ImageBlock CategoryBlock TabularPandas verify_images search_images_ddg from_folder from_name_func
        from_name_re from_df from_csv from_path_func split_by_rand_pct label_from_df label_from_folder cont_cat_split
        download_images
        """,
        model="""
        Learner cnn_learner vision_learner unet_learner text_classifier_learner language_model_learner tabular_learner
        collab_learner create_cnn load_learner create_body create_head
        """,
        train="""
        fine_tune fit_one_cycle fit_flat_cos freeze unfreeze freeze_to get_preds tta TTA SaveModelCallback
        """,
        explore="ClassificationInterpretation plot_losses plot_lr most_confused top_losses",
    ),
)
