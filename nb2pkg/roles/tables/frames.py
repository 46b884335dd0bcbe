"""Files, tables, arrays, images and sounds: what data are read with."""

from __future__ import annotations

from nb2pkg.roles.tables.table import Table, roles

TABLE = Table(
    paths=roles(
        data="""
        pandas.get_dummies pandas.merge pandas.merge_asof pandas.cut pandas.qcut pandas.to_datetime pandas.to_numeric
        pandas.melt pandas.factorize pandas.json_normalize polars.scan_csv polars.scan_parquet dask.dataframe
        cudf.read_csv glob os.listdir os.walk os.scandir zipfile tarfile gzip shutil.unpack_archive urllib.request
        urllib.urlretrieve six.moves.urllib requests wget gdown kagglehub kaggle opendatasets google.cloud.bigquery
        bigquery sqlite3 sqlalchemy pymongo boto3 bs4 yfinance pandas_datareader Bio rdkit geopandas shapely rasterio
        xarray netCDF4 PIL cv2 skimage imageio librosa soundfile torchaudio nibabel pydicom dicomsdl SimpleITK
        openslide tifffile h5py json.load json.loads yaml.safe_load yaml.load csv.reader csv.DictReader scipy.io
        numpy.load numpy.loadtxt numpy.genfromtxt numpy.fromfile pickle.load joblib.load feather pyarrow
        google.colab.files.upload faker
        """,
        plain="""
        numpy pandas polars scipy math statistics itertools functools collections re string datetime time os sys
        pathlib json pickle joblib random gc copy shutil subprocess typing dataclasses types operator textwrap tqdm
        psutil multiprocessing concurrent threading abc enum warnings logging IPython google.colab
        """,
    ),
    names=roles(
        data="""
        read_csv read_excel read_json read_parquet read_feather read_pickle read_sql read_table read_hdf read_html
        scan_csv imread listdir rglob iglob urlretrieve extractall unpack_archive get_file dcmread loadmat
        train_test_split random_split to_categorical pad_sequences texts_to_sequences fit_on_texts load_data
        load_dataset load_from_disk prepare_data setup from_tensor_slices flow_from_directory flow_from_dataframe
        image_dataset_from_directory competition_download competition_download_files dataset_download train_dataloader
        val_dataloader test_dataloader
        """,
        plain="show_versions",
    ),
)
