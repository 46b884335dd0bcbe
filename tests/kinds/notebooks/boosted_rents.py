# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Rents: LightGBM, 4 folds, early stopping
# based on a kernel that everybody knows

# %%
import gc
import pickle
import warnings
from pathlib import Path

import lightgbm as lgb
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import KFold
from tqdm import tqdm

warnings.filterwarnings("ignore")
# %config InlineBackend.figure_format = "retina"

# %%
N_SPLITS = 4
RANDOM_STATE = 42
NUM_ROUNDS = 200
EARLY_STOPPING = 15
TARGET = "rent"
OUT = Path("out")
OUT.mkdir(exist_ok=True)

params = {
    "objective": "regression",
    "metric": "rmse",
    "learning_rate": 0.1,
    "num_leaves": 7,
    "max_depth": -1,
    "min_child_samples": 8,
    "feature_fraction": 0.8,
    "bagging_fraction": 0.9,
    "bagging_freq": 1,
    "lambda_l2": 0.1,
    "seed": RANDOM_STATE,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}


# %%
def make_flats(n, seed, with_target=True):
    g = np.random.RandomState(seed)
    flats = pd.DataFrame({
        "sqm": g.gamma(6, 12, n).round(1),
        "rooms": g.randint(1, 6, n),
        "floor": g.randint(0, 9, n),
        "year": g.randint(1900, 2022, n).astype(float),
        "district": g.choice(list("ABCDE"), n),
        "balcony": g.rand(n) < 0.4,
    })
    flats.loc[g.rand(n) < 0.15, "year"] = np.nan
    if with_target:
        bonus = flats["district"].map(dict(zip("ABCDE", (0, 50, 120, -30, 80))))
        flats[TARGET] = 200 + 9.5 * flats.sqm + 15 * flats.floor + bonus + 40 * flats.balcony + g.normal(0, 60, n)
    return flats

train = make_flats(260, 1)
test = make_flats(60, 2, with_target=False)
train.shape, test.shape

# %%
train.head()

# %%
plt.hist(train[TARGET], bins=25)
plt.title(f"mean {train[TARGET].mean():.0f}")
plt.show()


# %%
def reduce_mem_usage(df, verbose=True):
    """ iterate through all the columns of a dataframe and modify the data type to reduce memory usage. """
    start_mem = df.memory_usage().sum() / 1024
    for col in df.columns:
        if df[col].dtype == "float64":
            df[col] = df[col].astype(np.float32)
        elif df[col].dtype == "int64":
            df[col] = pd.to_numeric(df[col], downcast="integer")
    end_mem = df.memory_usage().sum() / 1024
    if verbose:
        print(f"Mem. usage decreased to {end_mem:5.2f} Kb ({100 * (start_mem - end_mem) / start_mem:.1f}% reduction)")
    return df

def add_features(df):
    df["sqm_per_room"] = df["sqm"] / df["rooms"]
    df["age"] = 2022 - df["year"]
    df["district"] = df["district"].astype("category")
    df["balcony"] = df["balcony"].astype(int)
    return df

train = reduce_mem_usage(add_features(train))
test = reduce_mem_usage(add_features(test))
features = [c for c in train.columns if c not in [TARGET, "year"]]
print(features)


# %%
def rmse(y_true, y_pred):
    return np.sqrt(mean_squared_error(y_true, y_pred))

folds = KFold(n_splits=N_SPLITS, shuffle=True, random_state=RANDOM_STATE)
oof = np.zeros(len(train))
predictions = np.zeros(len(test))
feature_importance_df = pd.DataFrame()
boosters, fold_scores = [], []

for fold_, (trn_idx, val_idx) in enumerate(tqdm(folds.split(train, train[TARGET]), total=N_SPLITS)):
    print("Fold {}".format(fold_))
    trn_data = lgb.Dataset(train.iloc[trn_idx][features], label=train[TARGET].iloc[trn_idx])
    val_data = lgb.Dataset(train.iloc[val_idx][features], label=train[TARGET].iloc[val_idx], reference=trn_data)
    evals = {}
    clf = lgb.train(
        params,
        trn_data,
        NUM_ROUNDS,
        valid_sets=[trn_data, val_data],
        valid_names=["train", "valid"],
        callbacks=[
            lgb.early_stopping(EARLY_STOPPING, verbose=False),
            lgb.log_evaluation(0),
            lgb.record_evaluation(evals),
        ],
    )
    oof[val_idx] = clf.predict(train.iloc[val_idx][features], num_iteration=clf.best_iteration)

    fold_importance_df = pd.DataFrame()
    fold_importance_df["feature"] = features
    fold_importance_df["importance"] = clf.feature_importance(importance_type="gain")
    fold_importance_df["fold"] = fold_ + 1
    feature_importance_df = pd.concat([feature_importance_df, fold_importance_df], axis=0)

    predictions += clf.predict(test[features], num_iteration=clf.best_iteration) / folds.n_splits
    fold_scores.append(rmse(train[TARGET].iloc[val_idx], oof[val_idx]))
    print(f"  best iteration {clf.best_iteration}, rmse {fold_scores[-1]:.3f}")
    clf.save_model(str(OUT / f"lgb_fold{fold_}.txt"))
    boosters.append(clf)
    del trn_data, val_data
    gc.collect()

print("CV score: {:<8.5f}".format(rmse(train[TARGET], oof)))

# %%
plt.plot(evals["train"]["rmse"], label="train")
plt.plot(evals["valid"]["rmse"], label="valid")
plt.legend()
plt.title("last fold")
plt.show()

# %%
cols = (feature_importance_df[["feature", "importance"]]
        .groupby("feature").mean().sort_values(by="importance", ascending=False))
cols.plot.barh(figsize=(5, 3), legend=False)
plt.title("LightGBM Features (avg over folds)")
plt.tight_layout()
plt.savefig(OUT / "lgbm_importances.png")
cols

# %% [markdown]
# ### The same with the sklearn API
# on one split, to see whether a slower learning rate helps

# %%
trn_idx, val_idx = next(iter(folds.split(train)))
reg = lgb.LGBMRegressor(n_estimators=NUM_ROUNDS, learning_rate=0.05, num_leaves=7, subsample=0.9, random_state=RANDOM_STATE,
                        n_jobs=1, verbose=-1)
reg.fit(
    train[features].iloc[trn_idx], train[TARGET].iloc[trn_idx],
    eval_set=[(train[features].iloc[val_idx], train[TARGET].iloc[val_idx])],
    eval_metric="rmse",
    callbacks=[lgb.early_stopping(EARLY_STOPPING, verbose=False)],
)
pred = reg.predict(train[features].iloc[val_idx])
print("slow:", np.round(rmse(train[TARGET].iloc[val_idx], pred), 3), "at", reg.best_iteration_, "fast:", np.round(fold_scores[0], 3))

# %%
with open(OUT / "scores.pkl", "wb") as f:
    pickle.dump(fold_scores, f)
sub = pd.DataFrame({"id": test.index, TARGET: predictions.round(2)})
sub.to_csv("submission.csv", index=False)
sub.head(10)
