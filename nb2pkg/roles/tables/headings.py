"""Words of headings and comments, in the languages notebooks are written in.

Words are beginnings of words (``visuali`` meets "Visualising"); in Chinese, Japanese and Korean, and where a phrase
holds a blank, they may stand anywhere.
"""

from __future__ import annotations

from nb2pkg.model import Role


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split(","))


#: Phrases that are about data, whatever their words say by themselves; they are taken out before the rest is read.
OF_DATA = _listed(
    """
    training data, train data, training set, train set, test set, testing set, test data, testing data,
    validation set, validation data, training and test, train and test, training and validation, train
    and validation, train/test split, train test split, train/test, train-test, for training, for the
    model, for model, training example, training image, test image, data loader, data augmentation,
    feature extraction, train split, 训练数据, 训练集, 测试集, 验证集, 訓練データ,
    学習データ, 学習用, テストデータ, 検証データ, donnees
    d'entrainement, jeu d'entrainement, trainingsdaten, testdaten, datos de entrenamiento, conjunto de
    entrenamiento, dados de treino, dados de treinamento, dati di addestramento
    """
)
#: Role -> words, the strongest role first: "plot the training loss" is looking, "train the model" is training.
WORDS: tuple[tuple[Role, tuple[str, ...]], ...] = (
    (
        Role.EXPLORE,
        _listed(
            """
            eda, explor, visuali, plot, look, inspect, descri, distribut, correlat, histogram, chart, draw, insight,
            overview, peek, statistic, analys, display, showing, sneak, glimpse, heatmap, scatter, understand,
            探索, 可视化, 可視化, 分析, 查看, 绘图, 画图, 绘制, 统计, 分布, 观察,
            確認, プロット, 描画, 図示, 眺め, 見てみ,
            탐색, 시각화, 분석, 그래프, affich, tracer, grafic, mostrar, darstell, anzeigen, esplora, grafik, gorsel,
            исслед, визуал, анализ, график, распредел, kham pha, truc quan, hien thi, phan tich
            """
        ),
    ),
    (
        Role.TRAIN,
        _listed(
            """
            train, fit, fitting, fitted, evaluat, predict, inference, submi, optimi, hyperparam, tuning, tune, test,
            validat, finetun, fine-tun, scor, callback, learning-rate, epoch, cross-validation, cv, ensembl, blend,
            stacking, result, performance, checkpoint, accurac, gradient descent,
            训练, 訓練, 评估, 評估, 评价, 预测, 預測, 推理, 提交, 优化, 调参, 测试, 交叉验证, 学习率,
            学習, 評価, 予測, 推論, 提出, 検証, 最適化, 학습, 훈련, 평가, 예측, 제출, 최적화,
            entrain, entren, evalu, predi, apprentissage, soumi, soumettre, ajust, treina, avalia, previs, auswert,
            vorhersag, addestr, valuta, prediz, egit, degerlendir, tahmin, обуч, оцен, предсказ, тренир,
            huan luyen, danh gia, du doan
            """
        ),
    ),
    (
        Role.MODEL,
        _listed(
            """
            model, network, architectur, layer, loss, metric, classifier, regressor, regression, estimator, encoder,
            decoder, generator, discriminator, backbone, autoencoder, lstm, cnn, rnn, resnet, transformer, perceptron,
            模型, 网络, 網絡, 损失, 損失, 构造, 架构, モデル, ネットワーク, ニューラル, 모델, 신경망, 손실,
            modele, reseau, red, rede, modell, netz, rete, perte, perdida, модел, сеть, сети, нейрон, mo hinh
            """
        ),
    ),
    (
        Role.DATA,
        _listed(
            """
            data, load, preprocess, pre-process, feature, clean, prepar, split, augment, transform, token, download,
            read, reading, missing, impute, encod, normaliz, normalis, scaling, wrangl,
            数据, 數據, 资料, 加载, 预处理, 特征, 清洗, 读取, 下载, データ, 前処理, 特徴量, 読み込み, 読込, 加工, 欠損,
            데이터, 전처리, 특성, donnee, charg, pretrait, nettoy, caracterist, datos, cargar, carga, preproces, limpi,
            dados, carreg, daten, laden, vorverarb, merkmal, aufbereit, dati, caric, pulizia, veri,
            данн, загруз, предобраб, призна, du lieu, tien xu ly
            """
        ),
    ),
)
