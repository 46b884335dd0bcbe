"""Definitions before and after they are given docstrings."""

# ruff: noqa: E501

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """A definition before and after.

    Attributes:
        claim: What it shows.
        before: The source.
        after: The source with docstrings.
        prose: The Markdown above.
        helps: Lines of help.
    """

    claim: str
    before: str
    after: str
    prose: str = ""
    helps: dict[str, str] = field(default_factory=dict)


CHANGED = [
    Row(
        "a function says its name and its arguments",
        before="""\
def rle_encode(mask):
    return mask.sum()
""",
        after='''\
def rle_encode(mask):
    """Rle encode."""
    return mask.sum()
''',
    ),
    Row(
        "a class says its name and its bases",
        before="""\
class LeafDataset(Dataset):
    def __init__(self, root, size=64):
        self.root = root

    def __len__(self):
        return 3

    def __getitem__(self, i):
        return i
""",
        after='''\
class LeafDataset(Dataset):
    """Leaf dataset (a `Dataset`).

    Args:
        root: Root.
        size (int): Edge of the images in pixels. Defaults to 64.
    """

    def __init__(self, root, size=64):
        """Initialize the instance; the arguments are described in the class."""
        self.root = root

    def __len__(self):
        """Return the number of samples."""
        return 3

    def __getitem__(self, i):
        """Return the sample at an index."""
        return i
''',
        helps={"size": "Edge of the images in pixels."},
    ),
    Row(
        "acronyms stay",
        before="""\
class PriceMLP(nn.Module):
    pass
""",
        after='''\
class PriceMLP(nn.Module):
    """Price MLP (an `nn.Module`)."""
    pass
''',
    ),
    Row(
        "several bases are listed",
        before="""\
class Net(a.B, C[int], metaclass=M):
    x = 1
""",
        after='''\
class Net(a.B, C[int], metaclass=M):
    """Net (an `a.B` and `C`)."""
    x = 1
''',
    ),
    Row(
        "a class on one line gets a body",
        before="""\
class Oops(Exception): pass  # never mind
""",
        after='''\
class Oops(Exception):
    """Oops (an `Exception`)."""
    pass  # never mind
''',
    ),
    Row(
        "a function on one line gets a body",
        before="""\
def double(x): return 2 * x
""",
        after='''\
def double(x):
    """Double."""
    return 2 * x
''',
    ),
    Row(
        "a docstring on one line stays apart from what follows it",
        before="""\
def double(x): 'Twice'; y = 2 * x; return y
""",
        after='''\
def double(x):
    """Twice."""
    y = 2 * x; return y
''',
    ),
    Row(
        "the comment above becomes the summary",
        before="""\
# review -> tensor of word numbers
def encode(text):
    return torch.tensor(text)
""",
        after='''\
def encode(text):
    """Review -> tensor of word numbers."""
    return torch.tensor(text)
''',
    ),
    Row(
        "a long comment becomes summary and text",
        before="""\
# Undo what was done to the target. The scaler
# must be fitted before, and it must be the one
# of the training rows; otherwise the prices are off.
def to_price(z):
    return z
""",
        after='''\
def to_price(z):
    """Undo what was done to the target.

    The scaler must be fitted before, and it must be the one of the training rows;
    otherwise the prices are off.
    """
    return z
''',
    ),
    Row(
        "a comment of several paragraphs keeps them",
        before="""\
# Split by patient.
#
# Otherwise images of one patient
# are on both sides.
def split(df):
    return df
""",
        after='''\
def split(df):
    """Split by patient.

    Otherwise images of one patient
    are on both sides.

    Returns:
        `df`.
    """
    return df
''',
    ),
    Row(
        "a comment above decorators",
        before="""\
# Predict for one text
@torch.no_grad()
def predict(text):
    return text
""",
        after='''\
@torch.no_grad()
def predict(text):
    """Predict for one text.

    Returns:
        `text`.
    """
    return text
''',
    ),
    Row(
        "comments above methods, too",
        before="""\
class Data(LightningDataModule):
    def setup(self, stage=None):
        self.x = 1

    # the real test set has no prices
    def test_dataloader(self):
        return self.x
""",
        after='''\
class Data(LightningDataModule):
    """Data (a `LightningDataModule`)."""

    def setup(self, stage=None):
        """Set up what a stage needs; called in every process."""
        self.x = 1

    def test_dataloader(self):
        """The real test set has no prices."""
        return self.x
''',
    ),
    Row(
        "code that was commented out stays above",
        before="""\
# return x + 1
def add(x):
    return x
""",
        after='''\
# return x + 1
def add(x):
    """Add."""
    return x
''',
    ),
    Row(
        "a drawn heading stays above",
        before="""\
# ------ Encoding ------
def encode(x):
    return x
""",
        after='''\
# ------ Encoding ------
def encode(x):
    """Encode."""
    return x
''',
    ),
    Row(
        "one word stays above",
        before="""\
# Encoder
class Encoder(nn.Module):
    pass
""",
        after='''\
# Encoder
class Encoder(nn.Module):
    """Encoder (an `nn.Module`)."""
    pass
''',
    ),
    Row(
        "a remark for a tool stays above",
        before="""\
# Encode one text
# noqa: E501
def encode(x):
    return x
""",
        after='''\
# Encode one text
# noqa: E501
def encode(x):
    """Encode."""
    return x
''',
    ),
    Row(
        "a remark for a tool above words stays",
        before="""\
# nb2pkg: keep
# Encode one text
def encode(x):
    return x
""",
        after='''\
# nb2pkg: keep
def encode(x):
    """Encode one text."""
    return x
''',
    ),
    Row(
        "a to-do stays above",
        before="""\
# TODO: faster please
def encode(x):
    return x
""",
        after='''\
# TODO: faster please
def encode(x):
    """Encode."""
    return x
''',
    ),
    Row(
        "a comment a blank line away stays",
        before="""\
# the helpers of this part

def encode(x):
    return x
""",
        after='''\
# the helpers of this part

def encode(x):
    """Encode."""
    return x
''',
    ),
    Row(
        "prose that speaks of it becomes the summary",
        before="""\
class SplitFlow(nn.Module):
    pass
""",
        after='''\
class SplitFlow(nn.Module):
    """The split operation divides the input into two parts."""
    pass
''',
        prose="### Split\n\nThe *split* operation divides the input into **two** parts. More here.",
    ),
    Row(
        "prose about something else does not",
        before="""\
class SplitFlow(nn.Module):
    pass
""",
        after='''\
class SplitFlow(nn.Module):
    """Split flow (an `nn.Module`)."""
    pass
''',
        prose="The results are good enough for a first try.",
    ),
    Row(
        "prose that tells a story does not",
        before="""\
def split(x):
    return x
""",
        after='''\
def split(x):
    """Split."""
    return x
''',
        prose="Now we split the data into two parts.",
    ),
    Row(
        "headings, lists, tables, quotes, images, HTML and code are no prose",
        before="""\
def split(x):
    return x
""",
        after='''\
def split(x):
    """Split."""
    return x
''',
        prose="# Split the data here.\n\n- Split the data there.\n\n| Split | it. |\n\n> Split it, they said.\n\n![split](split.png)\n\n<b>Split the page.</b>\n\n```python\nSplit this code.\n```\n\n    Split that code.\n",
    ),
    Row(
        "links and marks are removed from prose",
        before="""\
def split(x):
    return x
""",
        after='''\
def split(x):
    """Splits rows by `patient_id` or so."""
    return x
''',
        prose="[Splits](https://x.org) __rows__ by `patient_id` ~~or so~~. And more.",
    ),
    Row(
        "triple quotes in prose are only text",
        before="""\
def split(x):
    return x
""",
        after=r'''
def split(x):
    """A split is \"\"\" and \"\"\" of rows."""
    return x
'''[1:],
        prose='A split is """ and """ of rows.',
    ),
    Row(
        "prose that hides something is left out",
        before="""\
def split(x):
    return x
""",
        after='''\
def split(x):
    """Split."""
    return x
''',
        prose='A split is """\nimport os\n""" and \x00 \u202e hidden.',
    ),
    Row(
        "prose with backslashes, braces or formulas is left out",
        before="""\
def split(x):
    return x
""",
        after='''\
def split(x):
    """Split."""
    return x
''',
        prose="A split \\N{BULLET} of {{ x }} is made.",
    ),
    Row(
        "framework methods have fixed sentences",
        before="""\
class Net(pl.LightningModule):
    def forward(self, x):
        return x

    def training_step(self, batch, i):
        return batch

    def validation_step(self, batch, i):
        self.log('x', 1)

    def configure_optimizers(self):
        return 1

    def on_train_epoch_end(self):
        pass

    def on_fit_start(self):
        pass

    def encode(self, x, y):
        return x

    def _helper(self):
        pass
""",
        after='''\
class Net(pl.LightningModule):
    """Net (a `pl.LightningModule`)."""

    def forward(self, x):
        """Compute the output for a batch of inputs."""
        return x

    def training_step(self, batch, i):
        """Run one training step and return the loss."""
        return batch

    def validation_step(self, batch, i):
        """Run one validation step."""
        self.log('x', 1)

    def configure_optimizers(self):
        """Configure the optimizers."""
        return 1

    def on_train_epoch_end(self):
        """Hook: called at the end of a training epoch."""
        pass

    def on_fit_start(self):
        """Hook: called when fitting starts."""
        pass

    def encode(self, x, y):
        """Encode."""
        return x

    def _helper(self):
        pass
''',
    ),
    Row(
        "a training step that returns nothing, and one that returns more",
        before="""\
class A(LightningModule):
    def training_step(self, b, i):
        self.manual_backward(b)


class B(LightningModule):
    def training_step(self, b, i):
        return {'loss': b, 'y': i}
""",
        after='''\
class A(LightningModule):
    """A (a `LightningModule`)."""

    def training_step(self, b, i):
        """Run one training step."""
        self.manual_backward(b)


class B(LightningModule):
    """B (a `LightningModule`)."""

    def training_step(self, b, i):
        """Run one training step and return its results."""
        return {'loss': b, 'y': i}
''',
    ),
    Row(
        "special methods have fixed sentences",
        before="""\
class Jitter:
    def __init__(self, sigma=0.1):
        self.sigma = sigma

    def __call__(self, x):
        return x

    def __repr__(self):
        return 'J'

    def __matmul__(self, other):
        return self
""",
        after='''\
class Jitter:
    """Jitter.

    Args:
        sigma (float): Defaults to 0.1.
    """

    def __init__(self, sigma=0.1):
        """Initialize the instance; the arguments are described in the class."""
        self.sigma = sigma

    def __call__(self, x):
        """Apply to `x`."""
        return x

    def __repr__(self):
        """Return the representation."""
        return 'J'

    def __matmul__(self, other):
        """Special method `__matmul__`."""
        return self
''',
    ),
    Row(
        "setup of a flax module is no hook",
        before="""\
class Net(nn.Module):
    def setup(self):
        self.x = 1
""",
        after='''\
class Net(nn.Module):
    """Net (an `nn.Module`)."""

    def setup(self):
        """Setup."""
        self.x = 1
''',
    ),
    Row(
        "properties, setters, overloads",
        before="""\
class A:
    @property
    def num_classes(self):
        return 1

    @num_classes.setter
    def num_classes(self, n):
        pass

    @overload
    def f(self, x: int) -> int: ...
""",
        after='''\
class A:
    """A."""

    @property
    def num_classes(self):
        """Number of classes."""
        return 1

    @num_classes.setter
    def num_classes(self, n):
        pass

    @overload
    def f(self, x: int) -> int: ...
''',
    ),
    Row(
        "nested classes are documented, nested functions are not",
        before="""\
class Outer:
    class Inner:
        def run(self):
            def inner(x):
                return x
            return inner
""",
        after='''\
class Outer:
    """Outer."""

    class Inner:
        """Inner."""

        def run(self):
            """Run."""
            def inner(x):
                return x
            return inner
''',
    ),
    Row(
        "what is private and has words gets one",
        before="""\
# Turn it around
def _helper(x):
    return x
""",
        after='''\
def _helper(x):
    """Turn it around."""
    return x
''',
    ),
    Row(
        "remarks in the signature describe arguments",
        before="""\
def fit(
    x,  # features, scaled
    y, z,  # both
    lr=1e-3,  # noqa: E501
    *,
    steps: int = 10,  # how often
):
    pass
""",
        after='''\
def fit(
    x,  # features, scaled
    y, z,  # both
    lr=1e-3,  # noqa: E501
    *,
    steps: int = 10,  # how often
):
    """Fit.

    Args:
        x: Features, scaled.
        y: Y.
        z: Z.
        lr (float): Learning rate. Defaults to 0.001.
        steps: How often. Defaults to 10.
    """
    pass
''',
    ),
    Row(
        "lines of help win over remarks unless they say nothing",
        before="""\
def fit(
    lr=1e-3,  # of Adam
    width=2,  # of the net
):
    pass
""",
        after='''\
def fit(
    lr=1e-3,  # of Adam
    width=2,  # of the net
):
    """Fit.

    Args:
        lr (float): Learning rate of the finder. Defaults to 0.001.
        width (int): Of the net. Defaults to 2.
    """
    pass
''',
        helps={"lr": "Learning rate of the finder.", "width": "Width."},
    ),
    Row(
        "stars are described in functions",
        before="""\
def f(a, *args, _b=1, **kwargs):
    pass
""",
        after='''\
def f(a, *args, _b=1, **kwargs):
    """F."""
    pass
''',
    ),
    Row(
        "stars of a constructor are not, unless there is help",
        before="""\
class A:
    def __init__(self, x, *args, **kwargs):
        pass
""",
        after='''\
class A:
    """A.

    Args:
        x: X.
        **kwargs: Passed to the base.
    """

    def __init__(self, x, *args, **kwargs):
        """Initialize the instance; the arguments are described in the class."""
        pass
''',
        helps={"kwargs": "Passed to the base."},
    ),
    Row(
        "a dataclass has attributes",
        before="""\
@dataclass
class Config:
    lr: float = 1e-3  # of Adam
    width: int = 3
    names: ClassVar[list] = []
""",
        after='''\
@dataclass
class Config:
    """Config (a dataclass).

    Attributes:
        lr: Learning rate (of Adam). Defaults to 0.001.
        width: Defaults to 3.
    """
    lr: float = 1e-3  # of Adam
    width: int = 3
    names: ClassVar[list] = []
''',
    ),
    Row(
        "what is returned",
        before="""\
def f(a):
    if a:
        return img, label
    return img, label


def g() -> np.ndarray:
    return np.zeros(3)


def h():
    return x


def i():
    for row in rows:
        yield row


def j() -> None:
    return None
""",
        after='''\
def f(a):
    """F.

    Returns:
        `img`, `label`.
    """
    if a:
        return img, label
    return img, label


def g() -> np.ndarray:
    """G."""
    return np.zeros(3)


def h():
    """H."""
    return x


def i():
    """I.

    Yields:
        `row`.
    """
    for row in rows:
        yield row


def j() -> None:
    """J."""
    return None
''',
    ),
    Row(
        "a docstring is laid out anew",
        before="def f(x):\n    '''\n    computes the loss\n       of a batch  \n    '''\n\n    return x\n",
        after='''\
def f(x):
    """Computes the loss of a batch."""
    return x
''',
    ),
    Row(
        "a summary of several lines is joined",
        before='''\
def f(x):
    """Undo what was done to the target, so that
    prices are dollars.
    Works on arrays.
    """
    return x
''',
        after='''\
def f(x):
    """Undo what was done to the target, so that prices are dollars.

    Works on arrays.
    """
    return x
''',
    ),
    Row(
        "a first line that is too long goes below",
        before='''\
def to_price(x):
    """Undo what was done to the target with all its scaling and shifting and clipping so that prices are dollars"""
    return x
''',
        after='''\
def to_price(x):
    """To price.

    Undo what was done to the target with all its scaling and shifting and clipping so
    that prices are dollars.
    """
    return x
''',
    ),
    Row(
        "the signature is no summary",
        before='''\
def f(x):
    """f(x) -> y"""
    return x
''',
        after='''\
def f(x):
    """F.

    f(x) -> y
    """
    return x
''',
    ),
    Row(
        "an empty docstring is replaced",
        before='''\
def f(x):
    """ """
    return x
''',
        after='''\
def f(x):
    """F."""
    return x
''',
    ),
    Row(
        "joined strings become one",
        before="""\
def f(x):
    'Add ' 'one'
    return x
""",
        after='''\
def f(x):
    """Add one."""
    return x
''',
    ),
    Row(
        "backslashes make it raw",
        before=r'''
def f(x):
    """Matches \d+ and \\alpha and \rho"""
    return x
'''[1:],
        after=r'''
def f(x):
    r"""Matches \d+ and \alpha and \rho."""
    return x
'''[1:],
    ),
    Row(
        "backslashes and triple quotes",
        before=r'''
def f(x):
    """Matches \d and \"\"\" too."""
    return x
'''[1:],
        after="def f(x):\n    r'''Matches \\d and \"\"\" too.'''\n    return x\n",
    ),
    Row(
        "Google sections are completed and capitalised",
        before='''\
def f(x, y, lr):
    """Fit.
    args:
      x (int): the input
         and more
    returns
       the loss
    """
    return x
''',
        after='''\
def f(x, y, lr):
    """Fit.

    Args:
        x (int): the input
            and more
        y: Y.
        lr: Learning rate.

    Returns:
        the loss
    """
    return x
''',
    ),
    Row(
        "an author's own heading over arguments",
        before='''\
class Net(nn.Module):
    def __init__(self, c_in, c_out, **kwargs):
        """
        Inputs:
            c_in - Number of input channels
            c_out - Number of output channels
        """
        super().__init__()
''',
        after='''\
class Net(nn.Module):
    """Net (an `nn.Module`).

    Args:
        c_in: Number of input channels
        c_out: Number of output channels
    """

    def __init__(self, c_in, c_out, **kwargs):
        """Initialize the instance; the arguments are described in the class."""
        super().__init__()
''',
    ),
    Row(
        "NumPy sections",
        before='''\
def f(x, y):
    """Fit.

    Parameters
    ----------
    x : array, shape (n,)
        The input.
    y, z : int
        The others.

    Returns
    -------
    float
        The loss.
    """
    return x
''',
        after='''\
def f(x, y):
    """Fit.

    Args:
        x (array, shape (n,)): The input.
        y (int): The others.
        z (int): The others.

    Returns:
        float
            The loss.
    """
    return x
''',
    ),
    Row(
        "Sphinx fields",
        before='''\
def f(x, y):
    """Fit.

    :param x: the input,
        scaled
    :type x: int
    :param float y: the target
    :returns: the loss
    :rtype: float
    :raises ValueError: never
    """
    return x
''',
        after='''\
def f(x, y):
    """Fit.

    Args:
        x (int): the input,
            scaled
        y (float): the target

    Returns:
        float: the loss

    Raises:
        ValueError: never
    """
    return x
''',
    ),
    Row(
        "arguments that the constructor describes move to the class",
        before='''\
class Net(nn.Module):
    """A net."""

    def __init__(self, width, depth=2):
        """Build it.

        Args:
            width: of each layer
        """
        super().__init__()
''',
        after='''\
class Net(nn.Module):
    """A net.

    Args:
        width: of each layer
        depth (int): Number of layers. Defaults to 2.
    """

    def __init__(self, width, depth=2):
        """Build it."""
        super().__init__()
''',
        helps={"depth": "Number of layers."},
    ),
    Row(
        "arguments that nb2pkg added join those that are there",
        before='''\
class Net(nn.Module):
    """A net.

    Args:
        width: of each layer

    Example:
        >>> Net(3)
    """

    def __init__(self, width, dropout=0.5):
        super().__init__()
''',
        after='''\
class Net(nn.Module):
    """A net.

    Args:
        width: of each layer
        dropout (float): Dropout probability. Defaults to 0.5.

    Example:
        >>> Net(3)
    """

    def __init__(self, width, dropout=0.5):
        """Initialize the instance; the arguments are described in the class."""
        super().__init__()
''',
        helps={"dropout": "Dropout probability."},
    ),
    Row(
        "help for a documented function adds the section",
        before='''\
def f(x, vocab):
    """Encode.

    Returns:
        The numbers.
    """
    return x
''',
        after='''\
def f(x, vocab):
    """Encode.

    Args:
        x: X.
        vocab: Word -> number.

    Returns:
        The numbers.
    """
    return x
''',
        helps={"vocab": "Word -> number."},
    ),
    Row(
        "a docstring within a nested function is laid out",
        before='''\
def f(x):
    """Encode."""

    def g():
        """ inner """
        return 1
    return g
''',
        after='''\
def f(x):
    """Encode."""

    def g():
        """Inner."""
        return 1
    return g
''',
    ),
    Row(
        "a heading within a section is joined with its line",
        before='''\
def f(x):
    """Encode.

    Args:
        x: the input.
            Note:
                scaled
    """
    return x
''',
        after='''\
def f(x):
    """Encode.

    Args:
        x: the input.
            Note: scaled
    """
    return x
''',
    ),
    Row(
        "long lines are wrapped",
        before='def f(x):\n    """Encode.\n\n    Args:\n        x: very long words very long words very long words very long words very long words very long words \n\n    many long words many long words many long words many long words many long words many long words \n    """\n    return x\n',
        after='''\
def f(x):
    """Encode.

    Args:
        x: very long words very long words very long words very long words very long
            words very long words

    many long words many long words many long words many long words many long words many
    long words
    """
    return x
''',
    ),
    Row(
        "methods with remarks describe their arguments",
        before="""\
class A:
    def fit(
        self,
        x,  # features
        y,
    ):
        return x
""",
        after='''\
class A:
    """A."""

    def fit(
        self,
        x,  # features
        y,
    ):
        """Fit.

        Args:
            x: Features.
            y: Y.
        """
        return x
''',
    ),
    Row(
        "async functions and tabs",
        before="class A:\n\tasync def fetch(self):\n\t\treturn 1\n",
        after='class A:\n\t"""A."""\n\n\tasync def fetch(self):\n\t\t"""Fetch."""\n\t\treturn 1\n',
    ),
    Row(
        "definitions within if and try",
        before="""\
class A:
    if FAST:
        def run(self):
            return 1
    else:
        def run(self):
            return 2
""",
        after='''\
class A:
    """A."""
    if FAST:
        def run(self):
            """Run."""
            return 1
    else:
        def run(self):
            """Run."""
            return 2
''',
    ),
    Row(
        "a summary right above described arguments stays",
        before='''\
def f(x, y):
    """Compute the loss
        x: the input
        y: the target
    """
    return x
''',
        after='''\
def f(x, y):
    """Compute the loss.

    x: the input
    y: the target
    """
    return x
''',
    ),
    Row(
        "a mark within the first line stays",
        before='''\
def f(x):
    """Encode # hash"""
    return x
''',
        after='''\
def f(x):
    """Encode # hash."""
    return x
''',
    ),
    Row(
        "a mark of Markdown before the first line goes",
        before='''\
def f(x):
    """
    ## Encode
    """
    return x
''',
        after='''\
def f(x):
    """Encode."""
    return x
''',
    ),
    Row(
        "an argument at the start of a summary is no word to capitalise",
        before="""\
# df is sorted
def f(df):
    pass
""",
        after='''\
def f(df):
    """`df` is sorted."""
    pass
''',
    ),
    Row(
        "both docstrings' words on an argument are kept",
        before='''\
class Net:
    """A net.

    Args:
        width: Of each layer.
    """

    def __init__(self, width):
        """Build it.

        Args:
            width: At least 8.
        """
''',
        after='''\
class Net:
    """A net.

    Args:
        width: Of each layer.
            At least 8.
    """

    def __init__(self, width):
        """Build it."""
''',
    ),
    Row(
        "arguments that only their names are known of are not listed, nor pointed to",
        before="""\
class Compose:
    def __init__(self, transforms, fn: Callable):
        self.transforms = transforms
""",
        after='''\
class Compose:
    """Compose."""

    def __init__(self, transforms, fn: Callable):
        """Initialize the instance."""
        self.transforms = transforms
''',
        helps={"fn": "Function."},
    ),
    Row(
        "defaults are said, with the type where the signature has none",
        before="""\
def plot(x, n=3, title="all", size=(4, 2.5), lr=1, bins: int = 10, mean=MEAN, ax=None, color=f(1), mask=-1e-6):
    pass
""",
        after='''\
def plot(x, n=3, title="all", size=(4, 2.5), lr=1, bins: int = 10, mean=MEAN, ax=None, color=f(1), mask=-1e-6):
    """Plot.

    Args:
        x: X.
        n (int): Defaults to 3.
        title (str): Defaults to "all".
        size (tuple[int, float]): Defaults to (4, 2.5).
        lr (float): Learning rate. Defaults to 1.
        bins: Defaults to 10.
        mean: Defaults to `MEAN`.
        ax: Defaults to None.
        color: Defaults to `f(1)`.
        mask (float): Defaults to -1e-6.
    """
    pass
''',
    ),
    Row(
        "a default that was told is not told again",
        before="""\
def plot(
    steps=3,  # how often, default: 3
):
    pass
""",
        after='''\
def plot(
    steps=3,  # how often, default: 3
):
    """Plot.

    Args:
        steps (int): How often, default: 3.
    """
    pass
''',
    ),
    Row(
        "a long entry hangs, its default in one piece",
        before="""\
class Net:
    def __init__(self, fractions: tuple[float, float, float] = (0.417, 0.429, 0.268)):
        pass
""",
        after='''\
class Net:
    """Net.

    Args:
        fractions: How the samples are shared out among training, validation and test.
            Defaults to (0.417, 0.429, 0.268).
    """

    def __init__(self, fractions: tuple[float, float, float] = (0.417, 0.429, 0.268)):
        """Initialize the instance; the arguments are described in the class."""
        pass
''',
        helps={"fractions": "How the samples are shared out among training, validation and test."},
    ),
    Row(
        "the words behind the colon become the summary",
        before="""\
class Net(nn.Module):  # small net for 28x28 images
    def encode(self, x):  # no dropout in here
        return x.sum()

    def decode(self, x):  # noqa: E501
        return x.sum()

    def __init__(self, x):  # width of layers
        self.x = x
""",
        after='''\
class Net(nn.Module):
    """Small net for 28x28 images."""

    def encode(self, x):
        """No dropout in here."""
        return x.sum()

    def decode(self, x):  # noqa: E501
        """Decode."""
        return x.sum()

    def __init__(self, x):  # width of layers
        """Initialize the instance."""
        self.x = x
''',
    ),
    Row(
        "words for a tool stay behind the colon, and so do those on an argument or below other words",
        before="""\
# Encode one text
def encode(x):  # one text only
    return x.sum()


def decode(x):  # decode one text  # type: ignore
    return x.sum()


def fit(
    x,
    y):  # what to learn
    return x.sum()
""",
        after='''\
def encode(x):  # one text only
    """Encode one text."""
    return x.sum()


def decode(x):  # decode one text  # type: ignore
    """Decode."""
    return x.sum()


def fit(
    x,
    y):  # what to learn
    """Fit.

    Args:
        x: X.
        y: What to learn.
    """
    return x.sum()
''',
    ),
    Row(
        "of several paragraphs the last that speaks of it is taken",
        before="""\
class SplitFlow(nn.Module):
    pass
""",
        after='''\
class SplitFlow(nn.Module):
    """Splits need no parameters at all."""
    pass
''',
        prose="Splits are cheap and good.\n\nSplits need no parameters at all. Nice.\n\nThe rest is plain code.",
    ),
    Row(
        "a dataclass' fields have defaults, also those that are made",
        before="""\
@dataclass
class Config:
    names: list = field(default_factory=list)
    sizes: list = field(default_factory=lambda: [1])
    lr: float = field(default=1e-3, repr=False)
    seed: int
""",
        after='''\
@dataclass
class Config:
    """Config (a dataclass).

    Attributes:
        names: Defaults to [].
        sizes: Sizes.
        lr: Learning rate. Defaults to 0.001.
        seed: Seed of the random number generators.
    """
    names: list = field(default_factory=list)
    sizes: list = field(default_factory=lambda: [1])
    lr: float = field(default=1e-3, repr=False)
    seed: int
''',
    ),
]

UNCHANGED = [
    (
        "a function that is documented",
        '''\
def f(x, *args):
    """Encode.

    Args:
        x: The text.
        *args: More texts.

    Returns:
        The numbers.

    Raises:
        ValueError: Nothing to encode.
    """
    return x
''',
    ),
    (
        "a class that is documented",
        '''\
class Net(nn.Module):
    """A net.

    Args:
        width: Of each layer.
    """

    def __init__(self, width):
        """Build the layers."""
        super().__init__()

    def _init(self):
        pass
''',
    ),
    (
        "a private function",
        """\
# 1
def _f(x):
    return x
""",
    ),
    (
        "a private class",
        """\
class _Net(nn.Module):
    def forward(self, x):
        return x
""",
    ),
    (
        "a function within a function",
        '''\
def f():
    """Make one."""

    def g(x):
        return x

    return g
''',
    ),
    (
        "a class within a function",
        '''\
def f():
    """Make one."""

    class G:
        def h(self, x):
            return x

    return G
''',
    ),
    (
        "overloads",
        """\
@overload
def f(x: int) -> int: ...
""",
    ),
    (
        "a raw docstring",
        r'''
def f(x):
    r"""Match \d."""
    return x
'''[1:],
    ),
    (
        "a docstring with attributes",
        '''\
class A:
    """An A.

    Attributes:
        x: The x.
    """

    x = 1
''',
    ),
    (
        "a documented dataclass",
        '''\
@dataclass
class A:
    """An A.

    Attributes:
        x (int): The x.
    """

    x: int = 1  # another x
''',
    ),
    (
        "an example",
        '''\
def f(x):
    """Encode.

    Example:
        >>> f(1)
        2
    """
    return x
''',
    ),
    (
        "a generator",
        '''\
def f(x):
    """Encode.

    Yields:
        One after the other.
    """
    yield x
''',
    ),
    (
        "code without a definition",
        """\
x = 1  # one
""",
    ),
    ("nothing", ""),
    (
        "a remark behind a docstring",
        '''\
def f(x):
    """Encode."""  # noqa: D417
    # and on
    return x
''',
    ),
    (
        "an address that is too long for a line",
        '''\
def f(x):
    """Encode.

    https://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    """
    return x
''',
    ),
    (
        "a code block that is too wide",
        '''\
def f(x):
    """Encode.

    ```
    x = f(1, 2, 3)  x = f(1, 2, 3)  x = f(1, 2, 3)  x = f(1, 2, 3)  x = f(1, 2, 3)  x = f(1, 2, 3)  and
    ```
    """
    return x
''',
    ),
    (
        "a question and an exclamation",
        '''\
def f(x):
    """Why not!"""


class G:
    """Why?"""
''',
    ),
    (
        "text in another language",
        '''\
def f(x):
    """Größe der Bilder、说明."""
    return x
''',
    ),
    (
        "a definition a blank line away",
        '''\
def f():
    """Make one."""

    @cache
    def g(x):
        return x

    return g
''',
    ),
    (
        "a comment above a docstring stays",
        '''\
# used twice
def encode(x):
    """Encode."""
    return x
''',
    ),
    (
        "what is private needs none",
        """\
def _helper(x):
    return x
""",
    ),
    (
        "Sphinx fields of another sort stay text",
        '''\
def f(x):
    """Fit.

    :param x: the input
    :meta private: yes
    """
    return x
''',
    ),
    (
        "a documented function without help is left as it is",
        '''\
def f(x, y):
    """Encode."""
    return x
''',
    ),
    (
        "text, lists, examples and tables keep their shape",
        '''\
def f(x):
    """Encode.

    A list:

    - one
    - two
      goes on

    ====  ====
    a     b
    ====  ====

    >>> f(1)
    2
    """
    return x
''',
    ),
]
