"""A telephone's browser without a network: Chromium, as tall and narrow as a hand holds it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

WIDTH, HEIGHT = 360, 740
BROWSER, DRIVER = which("chromium"), which("chromedriver")


class Phone:
    def __init__(self, driver: Chrome, downloads: Path) -> None:
        self.driver, self.downloads = driver, downloads

    def open(self, page: Path) -> None:
        self.driver.get(page.as_uri())

    def one(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def run(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def tap(self, selector: str) -> None:
        element = self.one(selector)
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def field(self, label: str) -> WebElement:
        """The control in the open card that a reader of the screen calls so."""
        wanted = [found for found in self.all(".fields label") if found.text.startswith(label)]
        assert len(wanted) == 1, label
        return wanted[0].find_element(By.CSS_SELECTOR, "input, select, textarea")

    def fill(self, label: str, value: str) -> None:
        control = self.field(label)
        if control.tag_name == "textarea" or control.get_attribute("type") == "text":
            control.clear()
            control.send_keys(value)
            return
        # how a time is typed depends on the language of the browser
        set_it = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input'))"
        self.run(set_it, control, value)

    def told(self) -> str:
        return str(self.one("#told").text)

    def wait_for(self, beginning: str) -> None:
        """Until the page says something that begins so: a clipboard answers later."""
        WebDriverWait(self.driver, 20).until(lambda _driver: self.told().startswith(beginning))

    def clipboard(self) -> str:
        read = "const done = arguments[0]; navigator.clipboard.readText().then(done)"
        return str(self.driver.execute_async_script(read))

    def downloaded(self, name: str) -> Path:
        file = self.downloads / name
        WebDriverWait(self.driver, 10).until(lambda _driver: file.exists() and file.stat().st_size > 0)
        return file

    def picture(self, file: Path) -> Path:
        """What a screenshot holds."""
        self.driver.save_screenshot(str(file))
        return file

    def whole(self, file: Path) -> Path:
        """The whole page, however long."""
        height = self.run("return document.documentElement.scrollHeight")
        self._screen(height)
        self.driver.save_screenshot(str(file))
        self._screen(HEIGHT)
        return file

    def _screen(self, height: int) -> None:
        facts = {"width": WIDTH, "height": height, "deviceScaleFactor": 2, "mobile": True}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", facts)

    def dark(self, on: bool) -> None:
        features = [{"name": "prefers-color-scheme", "value": "dark" if on else "light"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    @contextmanager
    def before_each_page(self, script: str) -> Iterator[None]:
        made = self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
        try:
            yield
        finally:
            self.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", made)

    def requests(self) -> list[str]:
        """The address of everything that a page asked for since the last time."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]


@contextmanager
def phone(downloads: Path) -> Iterator[Phone]:
    options = ChromeOptions()
    assert BROWSER is not None
    options.binary_location = BROWSER
    for argument in ("headless=new", "no-sandbox", "disable-dev-shm-usage", f"window-size={WIDTH},{HEIGHT}"):
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = Chrome(options=options, service=ChromeService(executable_path=DRIVER))
    try:
        made = Phone(driver, downloads)
        made._screen(HEIGHT)
        cut_off = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
        driver.execute_cdp_cmd("Network.enable", {})
        driver.execute_cdp_cmd("Network.emulateNetworkConditions", cut_off)
        saving = {"behavior": "allow", "downloadPath": str(downloads)}
        driver.execute_cdp_cmd("Browser.setDownloadBehavior", saving)
        allowed = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
        driver.execute_cdp_cmd("Browser.grantPermissions", allowed)
        yield made
    finally:
        driver.quit()
