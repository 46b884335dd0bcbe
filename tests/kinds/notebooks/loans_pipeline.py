# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Who pays back? Pipelines, grid search, permutation importance

# %%
import os
import warnings

import joblib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix, roc_auc_score, RocCurveDisplay
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
# %matplotlib inline
warnings.simplefilter("ignore")
pd.options.display.max_columns = 40
INPUT = "data"
SEED = 13

# %%
# the csv files of the course, if they are not there yet
if not os.path.exists(f"{INPUT}/train.csv"):
    os.makedirs(INPUT, exist_ok=True)
    r = np.random.default_rng(5)
    n = 320
    raw = pd.DataFrame({
        "loan_id": [f"L{i:04d}" for i in range(n)],
        "income": r.lognormal(10, 0.5, n).round(0),
        "amount": r.lognormal(9, 0.6, n).round(0),
        "years": r.integers(1, 30, n),
        "home": r.choice(["rent", "own", "mortgage", "Own"], n),
        "purpose": r.choice(["car", "house", "study", None], n, p=[0.4, 0.3, 0.2, 0.1]),
    })
    raw.loc[r.random(n) < 0.1, "income"] = np.nan
    z = raw.amount / raw.income.fillna(20000) - 0.02 * raw.years + (raw.home == "rent") * 0.3
    raw["default"] = (z + r.normal(0, 0.25, n) > 0.4).astype(int)
    raw.iloc[:260].to_csv(f"{INPUT}/train.csv", index=False)
    raw.iloc[260:].drop(columns="default").to_csv(f"{INPUT}/test.csv", index=False)

# %%
train = pd.read_csv(f"{INPUT}/train.csv")
test = pd.read_csv(f"{INPUT}/test.csv")
train.info()

# %%
train.isnull().sum()

# %%
fig, ax = plt.subplots(1, 2, figsize=(8, 3))
train["income"].hist(bins=20, ax=ax[0])
ax[0].set_title("income")
pd.crosstab(train["home"], train["default"]).plot(kind="bar", ax=ax[1])
ax[1].set_title("default by home")
plt.tight_layout()
plt.show()


# %% [markdown]
# ## Features

# %%
def clean(df):
    """Spelling, and what the bank looks at first."""
    df = df.copy()
    df["home"] = df["home"].str.lower()
    df["purpose"] = df["purpose"].fillna("unknown")
    df["ratio"] = df["amount"] / df["income"]
    return df

train, test = clean(train), clean(test)
target = "default"
num_cols = ["income", "amount", "years", "ratio"]
cat_cols = ["home", "purpose"]
X, y = train[num_cols + cat_cols], train[target]
X_train, X_valid, y_train, y_valid = train_test_split(X, y, test_size=0.25, stratify=y, random_state=SEED)
print(X_train.shape, X_valid.shape, f"{y.mean():.1%} default")

# %%
numeric = Pipeline([
    ("impute", SimpleImputer(strategy="median")),
    ("log", FunctionTransformer(np.log1p)),
    ("scale", StandardScaler()),
])
categorical = Pipeline([
    ("impute", SimpleImputer(strategy="most_frequent")),
    ("onehot", OneHotEncoder(handle_unknown="ignore", min_frequency=2)),
])
preprocess = ColumnTransformer([("num", numeric, num_cols), ("cat", categorical, cat_cols)], remainder="drop")

# %% [markdown]
# ## Baseline

# %%
# %%time
cv = StratifiedKFold(n_splits=4, shuffle=True, random_state=SEED)
baselines = {
    "logreg": LogisticRegression(max_iter=500),
    "forest": RandomForestClassifier(n_estimators=30, random_state=SEED),
}
scores = {}
for name, clf in baselines.items():
    pipe = Pipeline([("prep", preprocess), ("clf", clf)])
    s = cross_val_score(pipe, X_train, y_train, cv=cv, scoring="roc_auc")
    scores[name] = s
    print(f"{name:>8}: {s.mean():.4f} +- {s.std():.4f}")
pd.DataFrame(scores).boxplot();

# %% [markdown]
# ## Grid search

# %%
pipe = Pipeline(steps=[("prep", preprocess), ("clf", RandomForestClassifier(random_state=SEED))])
param_grid = {
    "clf__n_estimators": [20, 40],
    "clf__max_depth": [3, None],
    "prep__num__impute__strategy": ["mean", "median"],
}
grid = GridSearchCV(pipe, param_grid, cv=cv, scoring="roc_auc", n_jobs=1, verbose=0)
grid.fit(X_train, y_train)
print("best params:", grid.best_params_)
print(f"best CV AUC: {grid.best_score_:.4f}")

# %%
res = pd.DataFrame(grid.cv_results_)
res.sort_values("rank_test_score")[["params", "mean_test_score", "std_test_score"]].head(3)

# %% [markdown]
# ## Validation

# %%
best = grid.best_estimator_
proba = best.predict_proba(X_valid)[:, 1]
pred = (proba > 0.5).astype(int)
print("accuracy", round(accuracy_score(y_valid, pred), 4), "auc", round(roc_auc_score(y_valid, proba), 4))
print(classification_report(y_valid, pred))
cm = confusion_matrix(y_valid, pred)
plt.matshow(cm, cmap="Blues")
for (i, j), v in np.ndenumerate(cm):
    plt.text(j, i, str(v), ha="center")
plt.show()

# %%
RocCurveDisplay.from_predictions(y_valid, proba)
plt.plot([0, 1], [0, 1], "--")
plt.show()

# %%
imp = permutation_importance(best, X_valid, y_valid, n_repeats=5, random_state=SEED, scoring="roc_auc")
order = imp.importances_mean.argsort()
plt.figure(figsize=(4, 2.5))
plt.barh(X.columns[order], imp.importances_mean[order], xerr=imp.importances_std[order])
plt.title("permutation importance")
plt.show()
for i in order[::-1][:3]:
    print(f"{X.columns[i]:<8} {imp.importances_mean[i]:.3f}")

# %% [markdown]
# ## Submission
# Refit on everything.

# %%
best.fit(X, y)
joblib.dump(best, "model.joblib")
submission = pd.DataFrame({"loan_id": test["loan_id"], "default": best.predict_proba(test[num_cols + cat_cols])[:, 1].round(4)})
submission.to_csv("submission.csv", index=False)
submission.head()

# %%
# !wc -l submission.csv
