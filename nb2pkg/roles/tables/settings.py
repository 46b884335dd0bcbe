"""Calls and assignments that only set something up: they weigh nothing when a cell's role is asked for."""

from __future__ import annotations

#: Dotted paths, or the beginnings of such.
PATHS = frozenset(
    """
    warnings.filterwarnings warnings.simplefilter warnings.warn pandas.set_option pandas.options pandas.reset_option
    pandas.plotting.register_matplotlib_converters numpy.set_printoptions numpy.seterr torch.set_printoptions
    random.seed numpy.random.seed torch.manual_seed torch.cuda.manual_seed torch.cuda.manual_seed_all
    torch.random.manual_seed tensorflow.random.set_seed tensorflow.set_random_seed tensorflow.random.set_random_seed
    keras.utils.set_random_seed tensorflow.config.experimental tensorflow.config.list_physical_devices
    tensorflow.enable_eager_execution tensorflow.compat.v1.disable_eager_execution tensorflow.get_logger
    tensorflow.logging tensorflow.test keras.backend.clear_session keras.backend.set_image_data_format
    keras.mixed_precision logging sys.path os.environ os.chdir os.putenv matplotlib.use matplotlib.rc
    matplotlib.rcParams matplotlib.style matplotlib.pyplot.style matplotlib.pyplot.rcParams matplotlib.pyplot.rc
    matplotlib.pyplot.set_cmap matplotlib.pyplot.ion matplotlib.pyplot.ioff matplotlib.pyplot.switch_backend
    matplotlib_inline seaborn.set seaborn.set_style seaborn.set_theme seaborn.set_context seaborn.set_palette
    seaborn.reset_orig seaborn.reset_defaults seaborn.mpl plotly.offline.init_notebook_mode plotly.io.renderers
    plotly.io.templates cufflinks.go_offline cufflinks.set_config_file bokeh.io.output_notebook
    bokeh.plotting.output_notebook altair.data_transformers altair.renderers altair.themes shap.initjs
    IPython.display.set_matplotlib_formats IPython.core torch.backends torch.set_float32_matmul_precision
    torch.set_default_dtype torch.set_default_tensor_type torch.set_default_device torch.cuda.empty_cache
    torch.use_deterministic_algorithms torch.set_num_threads torch.cuda.is_available torch.cuda.get_device_name
    torch.cuda.device_count torch.autograd.set_detect_anomaly gc.collect gc.enable tqdm.tqdm.pandas
    tqdm.auto.tqdm.pandas tqdm.pandas tqdm.notebook.tqdm.pandas transformers.logging transformers.set_seed
    transformers.utils.logging datasets.logging accelerate.utils.set_seed huggingface_hub.notebook_login
    huggingface_hub.login google.colab.auth google.colab.drive google.colab.output google.colab.data_table
    google.colab.userdata kaggle_secrets wandb.login nltk.download lightning.seed_everything
    lightning.utilities.seed.seed_everything multiprocessing.set_start_method joblib.Memory sklearn.set_config
    optuna.logging dotenv ipywidgets.interact_manual pprint.pprint faulthandler platform sys.version
    """.split()
)
#: Last parts of what is called, wherever they come from.
NAMES = frozenset(
    """
    seed_everything set_seed seed_torch set_seeds seed_all fix_seed set_random_seed init_seed random_seed
    reset_random_seeds init_notebook_mode notebook_login filterwarnings simplefilter set_option set_style
    enable_eager_execution get_ipython run_line_magic run_cell_magic clear_session setLevel basicConfig check_packages
    set_verbosity_error collect install_opener authenticate_user clear_output enable_custom_widget_manager load_dotenv
    """.split()
)
