"""Which names are those of settings: what an experienced engineer would turn between two runs."""

from __future__ import annotations

from nb2pkg.params.kinds import snake_case

#: Words that make a name that of a setting wherever they stand in it.
_STRONG = frozenset(
    "lr lrs hid lengthscale "
    "epoch epochs iterations iteration iters iter hidden units layers blocks heads depth channels filters "
    "dropout drop momentum decay gamma rho epsilon tau sigma noise temperature threshold thresholds thresh thres thr "
    "cutoff seeds ratio frac fraction share percentile patience seed folds workers jobs trees estimators neighbors "
    "clusters components margin clip penalty warmup cooldown tolerance overlap backbone amp samples latent rank trials "
    "rounds timesteps lambda rate ema eta minibatches prob probability factor milestones seasonality series mult "
    "multiplier nhead topk beams degree degrees strength growth proto inner particles window".split()
)
#: Phrases that are settings as a whole.
_PHRASES = frozenset(
    "batch_size bs batchsize mini_batch_size learning_rate weight_decay max_len max_length maxlen min_len min_length "
    "seq_len seq_length sequence_length context_length context_size block_size window_size chunk_size chunk_overlap "
    "patch_length patch_len pred_len pred_length prediction_length lookback horizon forecast_horizon noise_scale "
    "top_k top_p max_tokens max_new_tokens image_size img_size input_image_size patch_size crop_size "
    "hidden_size hidden_dim embedding_size embedding_dim embed_size embed_dim emb_dim emb_size latent_size model_dim "
    "d_model d_ff d_hidden n_hidden num_hidden latent_dim z_dim word_embed_dim head_dim buffer_size batch_size_per_gpu "
    "train_size test_size val_size valid_size n_samples num_samples n_splits n_folds n_estimators max_depth "
    "max_features num_leaves min_freq max_steps num_steps n_steps total_steps warmup_steps eval_steps "
    "max_vocab vocab_limit max_words num_words max_iter n_iter grad_clip max_norm max_grad_norm accum_steps "
    "gradient_accumulation_steps num_points n_points num_data n_data dataset_size num_inference_steps guidance_scale "
    "accelerator_count replica_count n_series n_trials num_trials n_init test_split val_split validation_split split "
    "model_name model_id model_type checkpoint backbone pretrained device precision debug fp16 label_smoothing "
    "random_state wl ww eta eta0 std noise_std alpha beta eps k_shot n_way p drop_rate weight scale steps".split()
)
#: Words that say of something that there is a number of it, or a limit.
_WEAK = frozenset(
    "size sizes dim dims width height length len max min num n limit count steps step stride batch k top weight "
    "weights alpha beta scale splits split fold rounds resolution per every duration radius level".split()
)
#: Whole names that say what code looks like, not what it should do.
_NEVER = frozenset(
    "epoch iter iteration "
    "axis dim ndim index idx i j n_classes num_classes num_class n_class classes num_labels n_labels num_outputs "
    "n_outputs num_inputs n_inputs in_dim out_dim input_dim output_dim in_features out_features n_features "
    "num_features in_channels out_channels num_channels n_channels channels c_in c_out input_size output_size "
    "n_in n_out num_tasks n_tasks d_in d_out input_shape output_shape in_size out_size input_channels "
    "output_channels n_feature n_output n_input nclass n_dim n_dims ndims dims total max_min ard_num_dims "
    "rotation width height length min max n_components_to_show num_input_channels".split()
)
#: Words that make a name that of a place, a column or a look wherever they stand in it.
_OTHER = frozenset(
    "bar refresh progress "
    "axis index idx col cols column columns row rows header sep dtype figsize font fontsize color colors cmap label "
    "labels title legend alpha_ marker markersize linewidth lw linestyle fig ax axes plot plots figure dpi bins ticks "
    "tick xlim ylim xlabel ylabel zorder hspace wspace pad indent verbose verbosity verb log logging print display "
    "show shown preview examples example id ids name names shape ndim keepdim keepdims ncol ncols nrow nrows dash "
    "level levels loc xy x y z thickness opacity timeout sleep wait port width_ fps bitrate version".split()
)


#: How much the weights of a model cost.
_PENALTIES = ("l1", "l2")
#: The same where more is said: ``L2_reg``.
_REGULARIZED = frozenset("reg regularization penalty coef".split())
#: What somebody sets a limit to.
_LIMITED = frozenset("length len tokens steps samples words sentences size norm".split())
#: What says of a loss, or of a part of one, how much it counts.
_WEIGHS = frozenset("weight weights coef coeff coefficient scale".split())
_WEIGHED = frozenset("loss losses reg regularization kl reconstruction perceptual adversarial entropy term".split())

#: What figures and their axes are called.
FIGURES = frozenset("plt ax axes axs sns fig".split())


def is_shape(name: str) -> bool:
    """Whether it says what code looks like, or names a place, a column or a look."""
    return _is_other(_words(name))


def is_setting(name: str) -> bool:
    """Whether a variable, keyword or key of this name holds a setting: ``num_epochs``, ``MAX_LEN``, ``lr``."""
    if surely_setting(name):
        return True
    words = _words(name)
    return not _is_other(words) and any(word in _WEAK for word in words)


def surely_setting(name: str) -> bool:
    """Whether it holds one wherever it stands: ``size`` may be that of a tensor, ``batch_size`` is not."""
    words = _words(name)
    if name.lower() in _PENALTIES or (words[:1] == ["l"] and words[-1] in _REGULARIZED):
        return True
    if "seed" in words and words[-1] == "offset":
        return False  # one of several seeds
    if words[:1] in (["num"], ["n"]) and "per" in words[2:]:  # num_images_per_label
        return True
    if words[:1] in (["max"], ["min"]) and len(words) > 2 and words[-1] in _LIMITED and not _is_other(words):
        return True  # max_encoder_length
    if _WEIGHS & set(words) and _WEIGHED & set(words):  # weight_exposure_loss
        return True
    return "_".join(words) in _PHRASES or (not _is_other(words) and any(map(_is_strong, words)))


def _is_strong(word: str) -> bool:
    """Whether it is one of them, or several: ``temperatures``."""
    return word in _STRONG or (word.endswith("s") and word[:-1] in _STRONG)


def _words(name: str) -> list[str]:
    """``maxLen``, ``MAX_LEN`` and ``max_len`` alike; digits at the end of a word say which of several it is."""
    lower = name.lower() if name.isupper() else snake_case(name)
    return [word.rstrip("0123456789") or word for word in lower.split("_") if word]


def _is_other(words: list[str]) -> bool:
    return not words or "_".join(words) in _NEVER or any(word in _OTHER for word in words)
