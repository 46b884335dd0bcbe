"""What calls do, by their last name."""

from __future__ import annotations

#: They train, evaluate or predict: one of them outweighs what is done around it.
ACTS = frozenset(
    """
    fit fit_generator train_on_batch fine_tune fit_one_cycle fit_flat_cos partial_fit fit_predict backward
    manual_backward apply_gradients minimize predict predict_proba predict_generator predict_classes evaluate
    evaluate_generator decision_function test_on_batch cross_val_score cross_val_predict cross_validate get_preds tta
    train cv lr_find
    """.split()
)
#: Learning from data: of a scaler or a tokenizer that is part of preparing them.
FITS = frozenset("fit fit_transform transform inverse_transform partial_fit adapt".split())
#: Libraries whose plain calls give arrays and tables.
NUMBERS = ("numpy.", "pandas.", "polars.", "scipy.sparse.", "torch.", "tensorflow.", "jax.numpy.", "cupy.")
#: They write a table: what it is about says what for.
SAVES = frozenset("to_csv to_parquet to_pickle to_feather to_excel to_hdf to_json".split())
#: Beginnings of the names of methods that draw or show.
DRAWS = ("plot_", "show_", "visualize_", "visualise_", "draw_", "display_")
#: They look where their value is shown, and only take a part or a number where it is not.
LOOKS = frozenset("head tail describe info value_counts summary sample nunique unique corr".split())
#: Bare calls that do something instead of giving a value.
DOES = frozenset(
    """
    append extend insert update remove pop clear sort add drop dropna fillna rename set_index reset_index setdefault
    urlretrieve extractall makedirs mkdir copy copyfile copytree move rmtree unlink system run call check_call Popen
    write writelines dump savez save download to_csv to_json to_parquet to_pickle to_feather to_excel close flush
    start join compile add_module load_state_dict load_weights save_weights build to cuda cpu eval requires_grad_
    register init login setup prepare_data shuffle imwrite apply write_text write_bytes
    """.split()
)
