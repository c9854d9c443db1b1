using System.Globalization;
using Microsoft.Playwright;

namespace Minima.Explorer.Tests;

/// <summary>A row of the results of the screen Pull, with the numbers that it shows in full.</summary>
internal sealed record PullRow(string Loss, double Slope, double Intercept, double Mean, double Low, double High, double Share)
{
    /// <summary>Waits until the library has certified every row, and reads them.</summary>
    public static async Task<IReadOnlyList<PullRow>> AllAsync(IPage page)
    {
        await page.UntilAsync("[...document.querySelectorAll('mx-pull tr[data-loss]')].length > 0 && [...document.querySelectorAll('mx-pull tr[data-loss]')].every(row => row.dataset.certified === 'true')");
        var rows = new List<PullRow>();
        foreach (var row in await page.Locator("mx-pull tr[data-loss]").AllAsync())
        {
            rows.Add(new((await row.GetAttributeAsync("data-loss"))!, await Number("slope"), await Number("intercept"), await Number("mean"), await Number("low"), await Number("high"), await Number("share")));

            async Task<double> Number(string name) => double.Parse((await row.GetAttributeAsync("data-" + name))!, CultureInfo.InvariantCulture);
        }

        return rows;
    }
}
