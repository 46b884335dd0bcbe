"""Images: torchvision, albumentations, Kornia, MONAI, timm, segmentation-models-pytorch."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls, signed

_RENAMED = {"p": "probability", "prob": "probability"}
_PROBABILITY = "Probability of the change."
_TRANSFORMED = {
    "size": "Size of the images.",
    "p": _PROBABILITY,
    "degrees": "Greatest rotation, in degrees.",
    "translate": "Greatest shift, as a share of the size.",
    "scale": "Range of the scale.",
    "shear": "Greatest shear, in degrees.",
    "ratio": "Range of the aspect ratio.",
    "brightness": "Greatest change of the brightness.",
    "contrast": "Greatest change of the contrast.",
    "saturation": "Greatest change of the saturation.",
    "hue": "Greatest change of the hue.",
    "padding": "Number of pixels around the image.",
    "sigma": "Range of the blur's standard deviation.",
    "kernel_size": "Size of the blur.",
    "distortion_scale": "Strength of the distortion.",
    "num_ops": "Number of changes in a row.",
    "magnitude": "Strength of the changes.",
    "num_magnitude_bins": "",
    "sharpness_factor": "Factor of the sharpness.",
}
_JITTER = "brightness contrast saturation hue"
_ALBUMENTED = {
    "p": _PROBABILITY,
    "height": "Height of the images.",
    "width": "Width of the images.",
    "max_size": "Length of the longest side of the images.",
    "min_height": "",
    "min_width": "",
    "limit": "Range of the change.",
    "shift_limit": "Range of the shift.",
    "scale_limit": "Range of the scale.",
    "rotate_limit": "Range of the rotation, in degrees.",
    "brightness_limit": "Range of the brightness.",
    "contrast_limit": "Range of the contrast.",
    "blur_limit": "Greatest size of the blur.",
    "var_limit": "Range of the noise's variance.",
    "hue_shift_limit": "Range of the hue's shift.",
    "sat_shift_limit": "Range of the saturation's shift.",
    "val_shift_limit": "Range of the brightness' shift.",
    "r_shift_limit": "Range of the red channel's shift.",
    "g_shift_limit": "Range of the green channel's shift.",
    "b_shift_limit": "Range of the blue channel's shift.",
    "distort_limit": "Range of the distortion.",
    "gamma_limit": "Range of gamma.",
    "clip_limit": "Threshold of the contrast.",
    "num_steps": "Number of cells of the grid.",
    "max_holes": "Greatest number of holes.",
    "max_height": "Greatest height of a hole.",
    "max_width": "Greatest width of a hole.",
    "min_holes": "Smallest number of holes.",
    "num_holes_range": "Range of the number of holes.",
    "hole_height_range": "Range of the holes' height.",
    "hole_width_range": "Range of the holes' width.",
    "alpha": "Strength of the change.",
    "sigma": "Smoothness of the change.",
    "alpha_affine": "Strength of the affine part.",
    "scale": "Range of the scale.",
    "ratio": "Range of the aspect ratio.",
    "rotate": "Range of the rotation, in degrees.",
    "shear": "Range of the shear, in degrees.",
    "translate_percent": "Range of the shift, as a share of the size.",
    "std_range": "Range of the noise's standard deviation.",
    "brightness": "Range of the brightness.",
    "contrast": "Range of the contrast.",
    "saturation": "Range of the saturation.",
    "hue": "Range of the hue.",
}
_MEDICAL = {
    "prob": _PROBABILITY,
    "p": _PROBABILITY,
    "spatial_size": "Size of the images.",
    "roi_size": "Size of the crops.",
    "pixdim": "Distance between voxels.",
    "num_samples": "Number of crops of an image.",
    "range_x": "Range of the rotation about the first axis.",
    "range_y": "Range of the rotation about the second axis.",
    "range_z": "Range of the rotation about the third axis.",
    "factors": "Range of the factor.",
    "offsets": "Range of the shift.",
    "std": "Standard deviation of the noise.",
    "a_min": "Smallest intensity.",
    "a_max": "Greatest intensity.",
    "scales": "Range of the scale.",
    "degrees": "Range of the rotation, in degrees.",
    "max_displacement": "Greatest displacement.",
    "log_gamma": "Range of gamma's logarithm.",
}
_WEIGHTS = "Pretrained weights."

CALLS = (
    *signed(
        ("torchvision.transforms.",),
        _TRANSFORMED,
        {
            "Resize CenterCrop RandomCrop RandomResizedCrop FiveCrop TenCrop RandomShortestSize": "size",
            "resize center_crop": "_ size",
        },
    ),
    *signed(
        ("torchvision.transforms.",),
        _TRANSFORMED,
        {
            "RandomHorizontalFlip RandomVerticalFlip RandomGrayscale RandomErasing RandomInvert "
            "RandomEqualize RandomAutocontrast": "p",
            "RandomRotation": "degrees",
            "RandomAffine": "degrees translate scale shear",
            "ColorJitter": _JITTER,
            "RandomPerspective": "distortion_scale p",
            "GaussianBlur": "kernel_size sigma",
            "RandomAdjustSharpness": "sharpness_factor p",
            "RandAugment": "num_ops magnitude",
            "RandomApply": "_ p",
            "TrivialAugmentWide AutoAugment AugMix RandomPosterize RandomSolarize": "",
        },
        scope="class",
        renamed=_RENAMED,
    ),
    *signed(
        ("albumentations.",),
        _ALBUMENTED,
        {
            "Resize RandomCrop CenterCrop RandomResizedCrop RandomSizedCrop": "height width",
            "LongestMaxSize SmallestMaxSize": "max_size",
            "PadIfNeeded": "min_height min_width",
            "Rotate": "limit",
        },
        scope="class",
        renamed=_RENAMED,
    ),
    Calls(("albumentations.Compose", "albumentations.pytorch."), {}),
    Calls(("albumentations.",), _ALBUMENTED, scope="class", renamed=_RENAMED),
    *signed(
        ("kornia.augmentation.",), _TRANSFORMED, {"ColorJitter ColorJiggle": _JITTER}, scope="class", renamed=_RENAMED
    ),
    Calls(("kornia.augmentation.",), _TRANSFORMED, scope="class", renamed=_RENAMED),
    Calls(("monai.transforms.", "torchio."), _MEDICAL, scope="class", renamed=_RENAMED),
    Calls(
        ("monai.inferers.",),
        {"roi_size": "Size of the windows.", "sw_batch_size": "Number of windows in a batch.", "overlap": ""},
    ),
    Calls(
        ("torchvision.models.", "torchvision.models"),
        {"weights": _WEIGHTS, "weights_backbone": _WEIGHTS, "box_score_thresh": "Smallest score of a box."},
        others=frozenset({"weights", "weights_backbone"}),
    ),
    Calls(
        ("segmentation_models_pytorch.",),
        {
            "encoder_name": "Name of the encoder.",
            "encoder_weights": "Weights that the encoder starts from.",
            "encoder_depth": "Number of stages of the encoder.",
        },
        positions={0: "encoder_name"},
        others=frozenset({"encoder_name", "encoder_weights"}),
    ),
    Calls(
        ("timm.create_model",),
        {
            "model_name": "Name of the architecture.",
            "drop_rate": "Dropout probability.",
            "drop_path_rate": "Probability of leaving a block out.",
        },
        positions={0: "model_name"},
        others=frozenset({"model_name"}),
    ),
    Calls(
        ("efficientnet_pytorch.", "pretrainedmodels."),
        {"model_name": "Name of the architecture."},
        frozenset({"from_pretrained", "from_name"}),
        {0: "model_name"},
        frozenset({"model_name"}),
    ),
    Calls(
        ("ultralytics.YOLO",), {"model": "Model to start from."}, positions={0: "model"}, others=frozenset({"model"})
    ),
    Calls(
        ("ultralytics",),
        {
            "epochs": "",
            "imgsz": "Size of the images.",
            "batch": "Number of samples in a batch.",
            "patience": "",
            "lr0": "Initial learning rate.",
            "conf": "Smallest confidence of a detection.",
            "iou": "Overlap from which boxes count as one.",
        },
        frozenset({"train", "predict", "val", "track"}),
        method=True,
    ),
    Calls(
        ("torchvision.ops.", "torchvision.ops.boxes."),
        {"iou_threshold": "Overlap from which boxes count as one."},
        frozenset({"nms", "batched_nms"}),
    ),
)
