# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Bars and crosses with Keras

# %%
import os
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.metrics import confusion_matrix
import keras
from keras import layers, models
from keras.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau, CSVLogger
# %matplotlib inline
keras.utils.set_random_seed(1)
print("backend:", keras.backend.backend())

# %%
IMG_SIZE = 8
NUM_CLASSES = 3
BATCH_SIZE = 16 #@param {type:"integer"}
EPOCHS = 4 #@param {type:"slider", min:1, max:100}
class_names = ["bar", "line", "cross"]

# %%
def draw(kind, rng):
    img = rng.random((IMG_SIZE, IMG_SIZE)) * 0.4
    at = rng.integers(1, IMG_SIZE - 1)
    if kind in (0, 2):
        img[:, at] += 1
    if kind in (1, 2):
        img[at, :] += 1
    return img

rng = np.random.default_rng(8)
y = rng.integers(0, NUM_CLASSES, 240)
X = np.stack([draw(k, rng) for k in y])[..., None].astype("float32")
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=1)
y_train_cat = keras.utils.to_categorical(y_train, NUM_CLASSES)
y_test_cat = keras.utils.to_categorical(y_test, NUM_CLASSES)
print(X_train.shape, y_train_cat.shape)

# %%
plt.figure(figsize=(6, 2))
for i in range(6):
    plt.subplot(1, 6, i + 1)
    plt.imshow(X_train[i, ..., 0], cmap="gray")
    plt.title(class_names[y_train[i]])
    plt.axis("off")
plt.show()


# %%
def build_model(filters=8, dropout=0.2):
    model = models.Sequential([
        layers.Input((IMG_SIZE, IMG_SIZE, 1)),
        layers.Conv2D(filters, 3, activation="relu", padding="same"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dropout(dropout),
        layers.Dense(16, activation="relu"),
        layers.Dense(NUM_CLASSES, activation="softmax"),
    ])
    return model

model = build_model()
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    loss="categorical_crossentropy",
    metrics=["accuracy"],
)
model.summary()

# %%
callbacks = [
    EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True),
    ModelCheckpoint("best.weights.h5", monitor="val_loss", save_best_only=True, save_weights_only=True),
    ReduceLROnPlateau(factor=0.5, patience=1),
    CSVLogger("training.csv"),
]
history = model.fit(
    X_train, y_train_cat,
    batch_size=BATCH_SIZE,
    epochs=EPOCHS,
    validation_split=0.2,
    callbacks=callbacks,
    verbose=0,
)

# %%
pd.DataFrame(history.history)[["loss", "val_loss"]].plot(title="loss")
plt.show()

# %%
loss, acc = model.evaluate(X_test, y_test_cat, verbose=0)
print(f"Test loss {loss:.4f}, accuracy {acc:.4f}")

# %%
probs = model.predict(X_test, verbose=0)
y_pred = probs.argmax(axis=1)
cm = confusion_matrix(y_test, y_pred)
print(cm)
pd.DataFrame({"id": range(len(y_pred)), "label": [class_names[i] for i in y_pred]}).to_csv("submission.csv", index=False)
model.save("model.keras")
