# ruff: noqa: E501 - a row of a table is one line
from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
import secret_samples as s

from nb2pkg.model import Notebook
from nb2pkg.notebook.lines import split_lines
from nb2pkg.params.secret_cells import take_apart
from nb2pkg.params.secrets import remove_secrets, scan

# (where it stands, the kind of the cell, the cell, the secrets in it, the variables that replace them)
PLANTED: list[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]] = [
    ("kaggle dict", "code", f'd = {{"username": "me", "key": "{s.KAGGLE}"}}', (s.KAGGLE,), ("KAGGLE_KEY", "KAGGLE_USERNAME")),
    ("kaggle json", "code", f"""j = '{{"username":"me","key":"{s.KAGGLE}"}}'""", (s.KAGGLE,), ("KAGGLE_KEY", "KAGGLE_USERNAME")),
    ("kaggle json backwards", "code", f"""j = '{{"key":"{s.KAGGLE}","username":"me"}}'""", (s.KAGGLE,), ("KAGGLE_KEY", "KAGGLE_USERNAME")),
    ("kaggle json dump", "code", f'json.dump({{"username": "me", "key": "{s.KAGGLE}"}}, f)', (s.KAGGLE,), ("KAGGLE_KEY", "KAGGLE_USERNAME")),
    ("kaggle json without a name", "code", f"""j = '{{"key":"{s.KAGGLE}"}}'\nopen("kaggle.json")""", (s.KAGGLE,), ("KEY",)),
    ("kaggle environ", "code", f'os.environ["KAGGLE_KEY"] = "{s.KAGGLE}"', (s.KAGGLE,), ("KAGGLE_KEY",)),
    ("kaggle env magic", "code", f"%env KAGGLE_KEY={s.KAGGLE}", (s.KAGGLE,), ("KAGGLE_KEY",)),
    ("kaggle env magic, spaced", "code", f"%env KAGGLE_KEY {s.KAGGLE}", (s.KAGGLE,), ("KAGGLE_KEY",)),
    ("kaggle set_env", "code", f"x = 1\n%set_env KAGGLE_KEY={s.KAGGLE}\n", (s.KAGGLE,), ("KAGGLE_KEY",)),
    ("kaggle export", "code", f"!export KAGGLE_KEY={s.KAGGLE}", (s.KAGGLE,), ("KAGGLE_KEY",)),
    ("kaggle before a command", "code", f"!KAGGLE_KEY={s.KAGGLE} kaggle datasets list", (s.KAGGLE,), ("KAGGLE_KEY",)),
    ("kaggle echo", "code", f"""!echo '{{"username":"me","key":"{s.KAGGLE}"}}' > kaggle.json""", (s.KAGGLE,), ("KAGGLE_KEY", "KAGGLE_USERNAME")),
    ("kaggle echo, escaped", "code", f"""!echo "{{\\"username\\":\\"me\\",\\"key\\":\\"{s.KAGGLE}\\"}}" > kaggle.json""", (s.KAGGLE,), ("KAGGLE_KEY", "KAGGLE_USERNAME")),
    ("kaggle echo in a system call", "code", f"""os.system('echo {{"username":"me","key":"{s.KAGGLE}"}} > kaggle.json')""", (s.KAGGLE,), ("KAGGLE_KEY", "KAGGLE_USERNAME")),
    ("kaggle config", "code", f"!kaggle config set -n key -v {s.KAGGLE}", (s.KAGGLE,), ("KAGGLE_KEY",)),
    ("kaggle written file", "code", f'%%writefile kaggle.json\n{{"username":"me","key":"{s.KAGGLE}"}}', (s.KAGGLE,), ("KAGGLE_KEY", "KAGGLE_USERNAME")),
    ("kaggle bash cell", "code", f"%%bash\nexport KAGGLE_KEY={s.KAGGLE}\nkaggle datasets list", (s.KAGGLE,), ("KAGGLE_KEY",)),
    ("kaggle new token", "code", f'token = "{s.KAGGLE_NEW}"', (s.KAGGLE_NEW,), ("KAGGLE_KEY",)),
    ("wandb login", "code", f'wandb.login(key="{s.WANDB}")', (s.WANDB,), ("WANDB_API_KEY",)),
    ("wandb login, bare", "code", f'wandb.login("{s.WANDB}")', (s.WANDB,), ("WANDB_API_KEY",)),
    ("wandb login, single quotes", "code", f"wandb.login(key='{s.WANDB}', relogin=True)", (s.WANDB,), ("WANDB_API_KEY",)),
    ("wandb new key", "code", f'wandb.login(key="{s.WANDB_NEW}")', (s.WANDB_NEW,), ("WANDB_API_KEY",)),
    ("wandb shell", "code", f"!wandb login {s.WANDB}", (s.WANDB,), ("WANDB_API_KEY",)),
    ("wandb shell, relogin", "code", f"! wandb login --relogin {s.WANDB}", (s.WANDB,), ("WANDB_API_KEY",)),
    ("wandb variable", "code", f"wandb_api = '{s.WANDB}'", (s.WANDB,), ("WANDB_API_KEY",)),
    ("wandb timed", "code", f'%time wandb.login(key="{s.WANDB}")', (s.WANDB,), ("WANDB_API_KEY",)),
    ("wandb captured cell", "code", f'%%capture\nwandb.login(key="{s.WANDB}")', (s.WANDB,), ("WANDB_API_KEY",)),
    ("wandb assigned from a shell", "code", f"out = !wandb login {s.WANDB}", (s.WANDB,), ("WANDB_API_KEY",)),
    ("wandb netrc", "code", f"!echo 'machine api.wandb.ai login user password {s.WANDB}' >> ~/.netrc", (s.WANDB,), ("WANDB_API_KEY",)),
    ("huggingface login", "code", f'login("{s.HF}")', (s.HF,), ("HF_TOKEN",)),
    ("huggingface keyword", "code", f'load(use_auth_token="{s.HF}")', (s.HF,), ("HF_TOKEN",)),
    ("huggingface shell", "code", f"!huggingface-cli login --token {s.HF}", (s.HF,), ("HF_TOKEN",)),
    ("huggingface implicit", "code", f'x = ("{s.HF[:9]}"\n     "{s.HF[9:]}")', (s.HF,), ("HF_TOKEN",)),
    ("huggingface added up", "code", f'x = "{s.HF[:9]}" + "{s.HF[9:]}"', (s.HF,), ("HF_TOKEN",)),
    ("huggingface in a header", "code", f'h = {{"Authorization": "Bearer {s.HF}"}}', (s.HF,), ("HF_TOKEN",)),
    ("huggingface in an f-string", "code", f'print(f"{{x}} {s.HF} {{y}}")', (s.HF,), ("HF_TOKEN",)),
    ("huggingface in a field", "code", f"""print(f"{{login('{s.HF}')}} {{y!r:>{{w}}}}")""", (s.HF,), ("HF_TOKEN",)),
    ("huggingface in a comment", "code", f"x = 1  # was {s.HF}\n", (s.HF,), ("HF_TOKEN",)),
    ("huggingface commented out", "code", f'# login("{s.HF}")\nx = 1', (s.HF,), ("HF_TOKEN",)),
    ("huggingface in a docstring", "code", f'def f():\n    """Uses {s.HF}."""\n', (s.HF,), ("HF_TOKEN",)),
    ("huggingface as a default", "code", f'def f(token="{s.HF}"):\n    return token\n', (s.HF,), ("HF_TOKEN",)),
    ("huggingface default of getenv", "code", f'os.getenv("HF_TOKEN", "{s.HF}")', (s.HF,), ("HF_TOKEN",)),
    ("huggingface in a class", "code", f'class Config:\n    token: str = "{s.HF}"\n', (s.HF,), ("HF_TOKEN",)),
    ("huggingface in broken code", "code", f'login("{s.HF}"', (s.HF,), ("HF_TOKEN",)),
    ("huggingface in Python 2", "code", f'print "{s.HF}"', (s.HF,), ("HF_TOKEN",)),
    ("huggingface in an indented cell", "code", f'    login("{s.HF}")\n    x = 1\n', (s.HF,), ("HF_TOKEN",)),
    ("huggingface in written Python", "code", f'%%writefile a.py\nlogin("{s.HF}")', (s.HF,), ("HF_TOKEN",)),
    ("huggingface in an unknown magic", "code", f"%somewhere --token {s.HF}", (s.HF,), ("HF_TOKEN",)),
    ("huggingface asked about", "code", f'login?\nlogin("{s.HF}")', (s.HF,), ("HF_TOKEN",)),
    ("huggingface in prose", "markdown", f"Use `{s.HF}` here.", (s.HF,), ("HF_TOKEN",)),
    ("huggingface raw", "raw", f"token: {s.HF}", (s.HF,), ("HF_TOKEN",)),
    ("huggingface bytes", "code", f'x = b"{s.HF}"', (s.HF,), ("HF_TOKEN",)),
    ("huggingface escaped", "code", 'x = "' + "".join(f"\\x{ord(char):02x}" for char in s.HF) + '"', (s.HF,), ("HF_TOKEN",)),
    ("github url", "code", f'clone("https://me:{s.GITHUB}@github.com/me/x")', (s.GITHUB,), ("GITHUB_TOKEN",)),
    ("github clone", "code", f"!git clone https://me:{s.GITHUB}@github.com/me/x.git", (s.GITHUB,), ("GITHUB_TOKEN",)),
    ("github pip", "code", f"!pip install git+https://{s.GITHUB}@github.com/me/x.git@main", (s.GITHUB,), ("GITHUB_TOKEN",)),
    ("github pip magic", "code", f"%pip install git+https://{s.GITHUB}@github.com/me/x.git", (s.GITHUB,), ("GITHUB_TOKEN",)),
    ("github fine", "code", f'g = Github("{s.GITHUB_FINE}")', (s.GITHUB_FINE,), ("GITHUB_TOKEN",)),
    ("github old", "code", f'g = Github("{s.OLD_GITHUB}")', (s.OLD_GITHUB,), ("GITHUB_TOKEN",)),
    ("github old in a url", "code", f"!git clone https://me:{s.OLD_GITHUB}@github.com/me/x", (s.OLD_GITHUB,), ("GITHUB_TOKEN",)),
    ("gitlab", "code", f'gitlab.Gitlab(url, private_token="{s.GITLAB}")', (s.GITLAB,), ("GITLAB_TOKEN",)),
    ("aws pair", "code", f'Session(aws_access_key_id="{s.AWS_ID}", aws_secret_access_key="{s.AWS_SECRET}")', (s.AWS_ID, s.AWS_SECRET), ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")),
    ("aws configure", "code", f"!aws configure set aws_secret_access_key {s.AWS_SECRET}", (s.AWS_SECRET,), ("AWS_SECRET_ACCESS_KEY",)),
    ("slack", "code", f'slack = WebClient("{s.SLACK}")', (s.SLACK,), ("SLACK_TOKEN",)),
    ("slack hook", "code", f'post("https://hooks.slack.com/services/{s.SLACK_HOOK}")', (s.SLACK_HOOK,), ("SLACK_WEBHOOK",)),
    ("openai", "code", f'openai.api_key = "{s.OPENAI}"', (s.OPENAI,), ("OPENAI_API_KEY",)),
    ("openai project", "code", f'client = OpenAI(api_key="{s.OPENAI_PROJECT}")', (s.OPENAI_PROJECT,), ("OPENAI_API_KEY",)),
    ("anthropic", "code", f'Anthropic(api_key="{s.ANTHROPIC}")', (s.ANTHROPIC,), ("ANTHROPIC_API_KEY",)),
    ("google", "code", f'url = "https://maps.example.org/x?q=1&key={s.GOOGLE}&z=2"', (s.GOOGLE,), ("GOOGLE_API_KEY",)),
    ("google oauth", "code", f'client_secret = "{s.GOOGLE_OAUTH}"', (s.GOOGLE_OAUTH,), ("GOOGLE_CLIENT_SECRET",)),
    ("telegram", "code", f'bot = telegram.Bot("{s.TELEGRAM}")', (s.TELEGRAM,), ("TELEGRAM_BOT_TOKEN",)),
    ("telegram url", "code", f'get("https://api.telegram.org/bot{s.TELEGRAM}/send")', (s.TELEGRAM,), ("TELEGRAM_BOT_TOKEN",)),
    ("npm", "code", f"!npm config set //registry.example.org/:_authToken={s.NPM}", (s.NPM,), ("NPM_TOKEN",)),
    ("pypi", "code", f"!twine upload -u __token__ -p {s.PYPI} dist/*", (s.PYPI,), ("PYPI_TOKEN",)),
    ("stripe", "code", f"stripe.api_key = '{s.STRIPE}'", (s.STRIPE,), ("STRIPE_API_KEY",)),
    ("sendgrid", "code", f'sg = Client("{s.SENDGRID}")', (s.SENDGRID,), ("SENDGRID_API_KEY",)),
    ("twilio", "code", f'x = "{s.TWILIO}"', (s.TWILIO,), ("TWILIO_AUTH_TOKEN",)),
    ("azure", "code", f'c = "DefaultEndpointsProtocol=https;AccountName=a;AccountKey={s.AZURE};EndpointSuffix=x"', (s.AZURE,), ("AZURE_STORAGE_KEY",)),
    ("jwt", "code", f'auth = "{s.JWT}"', (s.JWT,), ("AUTH_TOKEN",)),
    ("jwt, unnamed", "code", f'send("{s.JWT}")', (s.JWT,), ("JWT",)),
    ("neptune", "code", f'neptune.init(api_token="{s.NEPTUNE}")', (s.NEPTUNE,), ("NEPTUNE_API_TOKEN",)),
    ("comet", "code", f'comet_ml.Experiment(api_key="{s.COMET}")', (s.COMET,), ("COMET_API_KEY",)),
    ("comet, bare", "code", f'comet_ml.Experiment("{s.COMET}")', (s.COMET,), ("COMET_API_KEY",)),
    ("databricks", "code", f'token = "{s.DATABRICKS}"', (s.DATABRICKS,), ("DATABRICKS_TOKEN",)),
    ("digitalocean", "code", f'x = "{s.DIGITALOCEAN}"', (s.DIGITALOCEAN,), ("DIGITALOCEAN_TOKEN",)),
    ("mapbox", "code", f'px.set_mapbox_access_token("{s.MAPBOX}")', (s.MAPBOX,), ("MAPBOX_ACCESS_TOKEN",)),
    ("discord", "code", f'client.run("{s.DISCORD}")', (s.DISCORD,), ("DISCORD_TOKEN",)),
    ("replicate", "code", f'os.environ["REPLICATE_API_TOKEN"] = "{s.REPLICATE}"', (s.REPLICATE,), ("REPLICATE_API_TOKEN",)),
    ("groq", "code", f'Groq(api_key="{s.GROQ}")', (s.GROQ,), ("GROQ_API_KEY",)),
    ("heroku uuid", "code", f'HEROKU_API_KEY = "{s.UUID_KEY}"', (s.UUID_KEY,), ("HEROKU_API_KEY",)),
    ("plotly", "code", f'set_credentials_file(username="me", api_key="{s.made_up("plotly", 20)}")', (s.made_up("plotly", 20),), ("API_KEY",)),
    ("weather key", "code", f'weather_api_key = "{s.hexadecimal("weather", 32)}"', (s.hexadecimal("weather", 32),), ("WEATHER_API_KEY",)),
    ("webhook secret", "code", 'webhook_secret = "tr0ub4dor-and-3"', ("tr0ub4dor-and-3",), ("WEBHOOK_SECRET",)),
    ("private key", "code", f'pem = """{s.PRIVATE_KEY}\n"""', (s.PRIVATE_KEY,), ("PRIVATE_KEY",)),
    ("private key, escaped", "code", f'pem = "{s.PRIVATE_KEY_ESCAPED}\\n"', (s.PRIVATE_KEY, s.PRIVATE_KEY_ESCAPED), ("PRIVATE_KEY",)),
    ("private key in comments", "code", "x = 1\n" + "\n".join(f"# {line}" for line in split_lines(s.PRIVATE_KEY)), tuple(split_lines(s.PRIVATE_KEY))[1:3], ("PRIVATE_KEY",)),
    ("private key in a script", "code", f"%%bash\necho '{s.PRIVATE_KEY}' > key.pem", tuple(split_lines(s.PRIVATE_KEY))[1:3], ("PRIVATE_KEY",)),
    ("service account", "code", f"""%%writefile a.json\n{{"private_key": "{s.PRIVATE_KEY_ESCAPED}\\n", "client_id": "12"}}""", tuple(split_lines(s.PRIVATE_KEY))[1:3], ("PRIVATE_KEY",)),
    ("service account dict", "code", f"""a = {{"type": "service_account", "private_key": "{s.PRIVATE_KEY_ESCAPED}\\n"}}""", tuple(split_lines(s.PRIVATE_KEY))[1:3], ("PRIVATE_KEY",)),
    ("private key in prose", "markdown", f"```\n{s.PRIVATE_KEY}\n```", tuple(split_lines(s.PRIVATE_KEY))[1:3], ("PRIVATE_KEY",)),
    ("password variable", "code", 'db_password = "tiger7"', ("tiger7",), ("DB_PASSWORD",)),
    ("password keyword", "code", 'connect(user="me", password="hun7")', ("hun7",), ("PASSWORD",)),
    ("password keyword, a word", "code", 'connect(user="me", passwd="sesame")', ("sesame",), ("PASSWD",)),
    ("password dict", "code", 'c = {"host": "db", "password": "s3same!"}', ("s3same!",), ("PASSWORD",)),
    ("password pair", "code", 'user, password = "me", "opensesame1"', ("opensesame1",), ("PASSWORD",)),
    ("password compared", "code", 'if password == "opensesame1":\n    pass', ("opensesame1",), ("PASSWORD",)),
    ("password attribute", "code", 'self.smtp_password = "opensesame1"', ("opensesame1",), ("SMTP_PASSWORD",)),
    ("password subscript", "code", 'config["password"] = "opensesame1"', ("opensesame1",), ("PASSWORD",)),
    ("password of mail", "code", 'server.login("me@example.org", "opensesame1")', ("opensesame1",), ("PASSWORD",)),
    ("password of requests", "code", 'get(url, auth=("me", "opensesame1"))', ("opensesame1",), ("PASSWORD",)),
    ("password phrase", "code", 'password = "correct horse battery staple"', ("correct horse battery staple",), ("PASSWORD",)),
    ("password of argparse", "code", 'p.add_argument("--password", default="opensesame1")', ("opensesame1",), ("PASSWORD",)),
    ("password in a dsn", "code", 'connect("host=db user=me password=opensesame1")', ("opensesame1",), ("PASSWORD",)),
    ("password named pwd", "code", 'pwd = "opensesame1"', ("opensesame1",), ("PASSWORD",)),
    ("password in a shell", "code", "!mysql --user me --password=opensesame1", ("opensesame1",), ("PASSWORD",)),
    ("password of curl", "code", "!curl -u me:opensesame1 https://example.org", ("opensesame1",), ("PASSWORD",)),
    ("password of sshpass", "code", "!sshpass -p opensesame1 ssh me@example.org", ("opensesame1",), ("PASSWORD",)),
    ("password in prose", "markdown", "Password: opensesame1", ("opensesame1",), ("PASSWORD",)),
    ("postgres", "code", 'create_engine("postgres://me:opensesame1@db/x")', ("opensesame1",), ("POSTGRES_PASSWORD",)),
    ("postgres magic", "code", "%sql postgres://me:opensesame1@db/x", ("opensesame1",), ("POSTGRES_PASSWORD",)),
    ("mongo", "code", 'MongoClient("mongodb+srv://me:open@sesame1@c.example.org/x")', ("open@sesame1",), ("MONGODB_PASSWORD",)),
    ("redis", "code", 'Redis.from_url("redis://:opensesame1@db:6379")', ("opensesame1",), ("REDIS_PASSWORD",)),
    ("proxy", "code", 'p = {"https": "http://me:opensesame1@proxy:80"}', ("opensesame1",), ("URL_PASSWORD",)),
    ("basic header", "code", f'h = {{"Authorization": "Basic {base64.b64encode(b"me:opensesame1").decode()}"}}', (base64.b64encode(b"me:opensesame1").decode(),), ("AUTHORIZATION",)),
    ("bearer in curl", "code", f'!curl -H "Authorization: Bearer {s.COMET}" https://example.org', (s.COMET,), ("AUTHORIZATION",)),
    ("encoded", "code", f'api_key = b64decode("{base64.b64encode(s.COMET.encode()).decode()}")', (base64.b64encode(s.COMET.encode()).decode(),), ("API_KEY",)),
    ("password of root", "code", "!echo root:opensesame1 | chpasswd", ("opensesame1",), ("PASSWORD",)),
    ("password of sudo", "code", "!echo opensesame1 | sudo -S apt install x", ("opensesame1",), ("PASSWORD",)),
    ("password of signs", "code", 'password = "!@#%^&"', ("!@#%^&",), ("PASSWORD",)),
    ("password with a dollar", "code", 'password = "$ecret1!"', ("$ecret1!",), ("PASSWORD",)),
    ("password like a name", "code", 'password = "Password1"', ("Password1",), ("PASSWORD",)),
    ("password of mine", "code", 'password = "MyPassw0rd!"', ("MyPassw0rd!",), ("PASSWORD",)),
    ("password of two words", "code", 'mail_pass = "open sesame1"', ("open sesame1",), ("MAIL_PASS",)),
    ("password of an app", "code", 'app_password = "abcd efgh ijkl mnop"', ("abcd efgh ijkl mnop",), ("APP_PASSWORD",)),
    ("password after an empty one", "code", 'connect(password="", admin_password="opensesame1")', ("opensesame1",), ("ADMIN_PASSWORD",)),
    ("secret key of words", "code", 'SECRET_KEY = "supersecret123"', ("supersecret123",), ("SECRET_KEY",)),
    ("short key of a login", "code", 'wandb.login(key="abcdef1234567890")', ("abcdef1234567890",), ("WANDB_API_KEY",)),
    ("cookie", "code", f'headers = {{"Cookie": "sessionid={s.OLD_GITHUB}"}}', (s.OLD_GITHUB,), ("COOKIE",)),
    ("key in backticks", "markdown", f"The API key `{s.COMET}` is mine.", (s.COMET,), ("API_KEY",)),
    ("key in bold", "markdown", f"**API key**: {s.COMET}", (s.COMET,), ("API_KEY",)),
    ("key on the next line", "markdown", f"My API key:\n\n    {s.COMET}", (s.COMET,), ("API_KEY",)),
    ("token behind an escape", "code", f'print("a\\n{s.HF}")\nprint "', (s.HF,), ("HF_TOKEN",)),
    ("url with a user in a field", "code", 'c = f"postgres://{user}:opensesame1@{host}/x"', ("opensesame1",), ("POSTGRES_PASSWORD",)),
    ("url with a number for a password", "code", 'c = "postgres://postgres:13579@localhost/x"', (":13579@",), ("POSTGRES_PASSWORD",)),
    ("third argument", "code", 'MySQLdb.connect("localhost", "root", "opensesame1", "x")', ("opensesame1",), ("PASSWORD",)),
    ("list of keys", "code", f'api_keys = ["{s.COMET}", "{s.OLD_GITHUB}"]', (s.COMET, s.OLD_GITHUB), ("API_KEY", "API_KEY_2")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "source", "values", "variables"), [row[1:] for row in PLANTED], ids=[row[0] for row in PLANTED]
)
def test_a_planted_secret_is_replaced(
    kind: str, source: str, values: tuple[str, ...], variables: tuple[str, ...]
) -> None:
    clean, found = remove_secrets(s.notebook((kind, source)))
    new = clean.cells[0].source
    for value in values:
        assert not any(form in new for form in forms_of(value))
    assert {secret.variable for secret in found} == set(variables)
    assert len(split_lines(new)) == len(split_lines(source))
    # Where the notebook only puts it into the environment, nothing is left to do.
    assert all(variable in new or "pass" in new.split() for variable in variables)
    assert scan(new) == ()


def forms_of(value: str) -> list[str]:
    """A value and the plain disguises of it."""
    data = value.encode()
    plain = [value, value[::-1], json.dumps(value)[1:-1], quote(value, safe=""), data.hex()]
    return plain + ([base64.b64encode(data).decode().rstrip("=")[:-1]] if len(value) >= 6 else [])


PLANTED_IN_PYTHON = [row for row in PLANTED if row[1] == "code" and take_apart(row[2]).tree is not None]


@pytest.mark.parametrize("source", [row[2] for row in PLANTED_IN_PYTHON], ids=[row[0] for row in PLANTED_IN_PYTHON])
def test_code_that_parsed_still_parses(source: str) -> None:
    clean, _ = remove_secrets(s.notebook(source))
    assert take_apart(clean.cells[0].source).tree is not None


@pytest.mark.parametrize(("kind", "source"), [row[1:3] for row in PLANTED], ids=[row[0] for row in PLANTED])
def test_a_clean_notebook_is_left_alone(kind: str, source: str) -> None:
    clean, _ = remove_secrets(s.notebook((kind, source)))
    again, found = remove_secrets(clean)
    assert found == ()
    assert again is clean


def test_all_planted_secrets_together_are_gone() -> None:
    clean, found = remove_secrets(s.notebook(*((kind, source) for _, kind, source, _, _ in PLANTED)))
    strong = {value for row in PLANTED for value in row[3] if len(value) > 10}
    shown = {value for value in strong if any(value in cell.source for cell in clean.cells)}
    assert shown == set()
    assert {secret.origin.cell for secret in found} == set(range(len(PLANTED)))


def test_the_table_is_large_enough() -> None:
    assert len(PLANTED) >= 60


def test_the_same_value_has_the_same_name_everywhere() -> None:
    clean, found = remove_secrets(
        s.notebook(
            f'key = "{s.WANDB}"',
            f'wandb.login(key="{s.WANDB}")',
            ("markdown", f"It was {s.WANDB}."),
            f"x = ['{s.WANDB}']",
        )
    )
    assert {secret.variable for secret in found} == {"WANDB_API_KEY"}
    assert [secret.place for secret in found] == ["code", "code", "markdown", "code"]
    assert clean.cells[2].source == "It was <WANDB_API_KEY removed by nb2pkg>."
    assert clean.cells[3].source == "x = [os.environ['WANDB_API_KEY']]"


def test_two_values_of_one_kind_have_two_names() -> None:
    clean, found = remove_secrets(s.notebook(f'a = "{s.GITHUB}"\nb = "{s.GITHUB_FINE}"\n'))
    assert [secret.variable for secret in found] == ["GITHUB_TOKEN", "GITHUB_TOKEN_2"]
    assert clean.cells[0].source == 'import os; a = os.environ["GITHUB_TOKEN"]\nb = os.environ["GITHUB_TOKEN_2"]\n'


def test_a_variable_that_the_notebook_sets_keeps_its_name() -> None:
    clean, _ = remove_secrets(s.notebook(f'import os\ntoken = "{s.HF}"\nos.environ["MY_HUB"] = "{s.HF}"\n'))
    assert clean.cells[0].source == 'import os\ntoken = os.environ["MY_HUB"]\npass\n'


def test_setting_a_variable_to_another_secret_reads_that() -> None:
    clean, _ = remove_secrets(
        s.notebook(f'import os\nos.environ["A_TOKEN"] = "{s.HF}"\nos.environ["B_TOKEN"] = "{s.HF}"\n')
    )
    assert clean.cells[0].source == 'import os\npass\nos.environ["B_TOKEN"] = os.environ["A_TOKEN"]\n'


def test_a_user_name_goes_only_with_a_key() -> None:
    alone = s.notebook('import os\nos.environ["KAGGLE_USERNAME"] = "somebody"')
    assert remove_secrets(alone) == (alone, ())
    both = s.notebook(
        f'import os\nos.environ["KAGGLE_USERNAME"] = "somebody"\nos.environ["KAGGLE_KEY"] = "{s.KAGGLE}"',
        'load("somebody/data")',
    )
    clean, _ = remove_secrets(both)
    assert "somebody" not in clean.cells[0].source
    assert clean.cells[1] is both.cells[1]


@pytest.mark.parametrize(
    "disguise",
    [
        lambda value: value[::-1],
        lambda value: value.encode().hex(),
        lambda value: base64.b64encode(value.encode()).decode(),
        lambda value: base64.b64encode(b"me:" + value.encode()).decode(),
        lambda value: base64.urlsafe_b64encode(b"me1:" + value.encode() + b"?").decode(),
        lambda value: quote(value, safe=""),
    ],
    ids=["reversed", "hex", "base64", "base64 with a name", "base64 for urls", "quoted"],
)
def test_a_disguised_value_is_found_too(disguise) -> None:  # type: ignore[no-untyped-def]
    secret = "tr0ub4dor&3-tr0ub4dor"
    hidden = disguise(secret)
    clean, found = remove_secrets(
        s.notebook(f'password = "{secret}"', f'x = "{hidden}"', ("markdown", f"see {hidden}"))
    )
    assert not any(form in cell.source for cell in clean.cells for form in (secret, hidden))
    assert len({one.variable for one in found}) == 2
    assert clean.cells[1].source.startswith('x = os.environ["PASSWORD_')


def test_a_short_or_plain_password_is_replaced_where_it_is_bound_only() -> None:
    clean, _ = remove_secrets(s.notebook('login(user="test", password="test")\ntrain_test_split(test)\nprint("test")'))
    assert clean.cells[0].source == (
        'import os; login(user="test", password=os.environ["PASSWORD"])\ntrain_test_split(test)\nprint("test")'
    )


def test_title_and_notes_are_cleaned() -> None:
    dirty = Notebook("n", "n.ipynb", (), metadata_title=f"with {s.HF}", notes=(f"odd: {s.HF}",))
    clean, found = remove_secrets(dirty)
    assert clean.metadata_title == "with <HF_TOKEN removed by nb2pkg>"
    assert clean.notes == ("odd: <HF_TOKEN removed by nb2pkg>",)
    assert [(secret.place, secret.origin.cell) for secret in found] == [("metadata", -1)]


def test_tags_are_cleaned() -> None:
    clean, _ = remove_secrets(s.notebook(f'x = "{s.HF}"', tags=((s.HF, "data"),)))
    assert clean.cells[0].tags == ("<HF_TOKEN removed by nb2pkg>", "data")


def test_what_was_found_says_where_and_not_what() -> None:
    _, found = remove_secrets(s.notebook("x = 1", f"y = 1\nz = '{s.HF}'\n"))
    assert [(one.kind, one.variable, one.origin.cell, one.origin.first, one.origin.last) for one in found] == [
        ("huggingface", "HF_TOKEN", 1, 2, 2)
    ]
    assert s.HF not in repr(found)


def test_other_languages_are_treated_as_text() -> None:
    dirty = Notebook("n", "n.ipynb", s.notebook(f'key <- "{s.HF}"').cells, language="r")
    clean, _ = remove_secrets(dirty)
    assert clean.cells[0].source == 'key <- "<HF_TOKEN removed by nb2pkg>"'


def test_line_ends_of_other_systems_count_as_lines() -> None:
    clean, found = remove_secrets(s.notebook(f'a = 1\r\nb = 2\r\nc = "{s.HF}"\r\n'))
    assert found[0].origin.first == 3
    assert len(split_lines(clean.cells[0].source)) == 4
    assert s.HF not in clean.cells[0].source


@pytest.mark.parametrize(
    "source", ["(" * 3000, "x = '\x00'", "x = '\ud800'", "x = \\", "%%", "!", "%", "?", "%%writefile", "\f\n!ls\n"]
)
def test_odd_cells_do_no_harm(source: str) -> None:
    clean, found = remove_secrets(s.notebook(source, f'x = "{s.HF}"', source + f"\n# {s.HF}"))
    assert clean.cells[0].source == source
    assert not any(s.HF in cell.source for cell in clean.cells)
    assert found


def test_scan_names_the_kinds() -> None:
    assert scan(f"a: {s.HF}\nb: {s.GITHUB}\n") == ("github", "huggingface")
