"""scikit-learn, boosting and the like: estimators, splits, scores, searches."""

from __future__ import annotations

from nb2pkg.roles.tables.table import Table, roles

TABLE = Table(
    paths=roles(
        data="""
        sklearn.datasets sklearn.preprocessing sklearn.feature_extraction sklearn.feature_selection sklearn.impute
        sklearn.decomposition sklearn.compose sklearn.utils sklearn.model_selection sklearn.cross_validation
        sklearn.random_projection imblearn category_encoders feature_engine featuretools tsfresh iterstrat
        xgboost.DMatrix xgboost.QuantileDMatrix lightgbm.Dataset catboost.Pool surprise.Dataset surprise.Reader
        mlxtend.preprocessing mlxtend.frequent_patterns
        """,
        model="""
        sklearn xgboost lightgbm catboost cuml ngboost statsmodels prophet fbprophet pmdarima hmmlearn lifelines
        hdbscan pyod surprise implicit lightfm mlxtend pytorch_tabnet tabpfn thundersvm sktime darts arch pygam
        vecstack mlens stacknet rgf pystan pymc pymc3 skopt.learning scipy.optimize.OptimizeResult
        """,
        train="""
        sklearn.metrics sklearn.model_selection.cross_val_score sklearn.model_selection.cross_val_predict
        sklearn.model_selection.cross_validate sklearn.model_selection.GridSearchCV
        sklearn.model_selection.RandomizedSearchCV sklearn.model_selection.HalvingGridSearchCV
        sklearn.model_selection.HalvingRandomSearchCV sklearn.model_selection.ParameterGrid
        sklearn.model_selection.learning_curve sklearn.model_selection.validation_curve
        sklearn.model_selection.permutation_test_score sklearn.cross_validation.cross_val_score sklearn.grid_search
        xgboost.train xgboost.cv xgboost.callback lightgbm.train lightgbm.cv lightgbm.early_stopping
        lightgbm.log_evaluation lightgbm.record_evaluation catboost.cv optuna hyperopt skopt bayes_opt ray.tune tpot
        autosklearn pycaret h2o.automl scipy.optimize
        """,
        explore="""
        sklearn.metrics.plot_confusion_matrix sklearn.metrics.plot_roc_curve sklearn.metrics.ConfusionMatrixDisplay
        sklearn.metrics.RocCurveDisplay sklearn.metrics.PrecisionRecallDisplay
        sklearn.metrics.plot_precision_recall_curve
        """,
        plain="""
        sklearn.base sklearn.set_config sklearn.utils.validation sklearn.metrics.pairwise sklearn.metrics.make_scorer
        """,
    ),
    names=roles(
        data="""
        KFold StratifiedKFold GroupKFold StratifiedGroupKFold TimeSeriesSplit ShuffleSplit StratifiedShuffleSplit
        MultilabelStratifiedKFold StandardScaler MinMaxScaler RobustScaler LabelEncoder OneHotEncoder OrdinalEncoder
        SimpleImputer KNNImputer TfidfVectorizer CountVectorizer HashingVectorizer PCA TruncatedSVD SMOTE DMatrix
        ColumnTransformer LabelBinarizer MultiLabelBinarizer PolynomialFeatures get_dummies fit_resample
        """,
        train="""
        fit predict predict_proba decision_function score cross_val_score cross_val_predict cross_validate
        GridSearchCV RandomizedSearchCV fit_predict partial_fit accuracy_score f1_score precision_score recall_score
        roc_auc_score log_loss mean_squared_error mean_absolute_error r2_score confusion_matrix classification_report
        cohen_kappa_score roc_curve precision_recall_curve auc root_mean_squared_error mean_squared_log_error
        matthews_corrcoef silhouette_score create_study evaluate predict_classes
        """,
        model="set_params Pipeline make_pipeline",
    ),
    bases=roles(
        model="BaseEstimator ClassifierMixin RegressorMixin",
        data="TransformerMixin",
    ),
)
