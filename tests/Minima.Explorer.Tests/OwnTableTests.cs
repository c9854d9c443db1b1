using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>A table of the reader's own: dropped, chosen, pasted, or served by <c>minima explore DATA.csv</c>. The library reads it in the page as the command does.</summary>
public sealed class OwnTableTests(Site site)
{
    private const string Csv = "city,size,price\na,1,3.5\nb,2,4\nc,3,7.25\nd,4,7\ne,5,40\n";
    private const string Said = "mx-pull .own-data .said";

    [Fact]
    public async Task The_command_serves_the_pages_and_the_table_until_it_is_interrupted()
    {
        using var folder = new Scratch();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "my data.csv"), Csv, TestContext.Current.CancellationToken);
        using var process = Command.Start(folder.Path, "explore", "my data.csv", "--language", "en");
        try
        {
            var address = new Uri((await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!);
            Assert.Equal("127.0.0.1", address.Host);
            Assert.Equal("Ctrl-C ends it.", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            await using (var open = await site.OpenServedAsync(address))
            {
                await HoldsTheFitOf(open, folder, "my data.csv");
                Assert.Contains("table=", await open.Page.EvaluateAsync<string>("location.search"), StringComparison.Ordinal);
            }

            Command.Run("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)], folder.Path);
            Assert.Contains("cancelled", await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(130, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    [Theory]
    [SampledCases]
    [Case("utf-8")]
    [Case("utf-16")]
    [Case("gb18030")]
    public async Task A_chosen_file_gives_the_fits_of_the_command_in_any_encoding(string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var folder = new Scratch();
        var file = Path.Combine(folder.Path, "表.csv");
        await File.WriteAllBytesAsync(file, [.. Encoding.GetEncoding(encoding).GetPreamble(), .. Encoding.GetEncoding(encoding).GetBytes(Csv.Replace("city", "城市", StringComparison.Ordinal).Replace("price", "价格", StringComparison.Ordinal).Replace("size", "面积", StringComparison.Ordinal))], TestContext.Current.CancellationToken);
        await using var open = await site.OpenAsync("#pull");
        await open.Page.Locator("mx-pull .own-data summary").ClickAsync();
        await open.Page.Locator("mx-pull .own-data input[type=file]").SetInputFilesAsync(file);
        await HoldsTheFitOf(open, folder, "表.csv", "面积", "价格");
    }

    [Fact]
    public async Task A_dropped_file_is_read_and_pasted_text_too()
    {
        using var folder = new Scratch();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "table.csv"), Csv, TestContext.Current.CancellationToken);
        await using var open = await site.OpenAsync("#pull?model=constant&lang=zh");
        await open.Page.EvaluateAsync("text => { const data = new DataTransfer(); data.items.add(new File([text], 'table.csv')); document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })); }", Csv);
        await HoldsTheFitOf(open, folder, "table.csv");
        await PasteAsync(open, "y\n1\n2\n9\n");
        await open.Page.UntilAsync("document.querySelectorAll('mx-pull .handle').length === 3");
        Assert.Equal(4, (await PullRow.AllAsync(open.Page)).Single(row => row.Loss == "mse").Intercept, 1e-9);
        Assert.Equal("3 行。", await open.SeenAsync(Said));
    }

    /// <summary>What a fit refuses of a table, the page refuses in the words of the command, and keeps the points that it has.</summary>
    [Theory]
    [SampledCases]
    [Case("x,y\n1,2\n2,\n3,4\n")]
    [Case("x,y\n1,2\n3\n")]
    [Case("x,y\n1,abc\n3,2\n4,5\n6,7\n")]
    [Case("x,y\n")]
    [Case("\"x,y\n1,5\n")]
    public async Task What_the_command_refuses_is_refused_in_its_words(string csv)
    {
        using var folder = new Scratch();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "text"), csv, TestContext.Current.CancellationToken);
        using var process = Command.Start(folder.Path, "fit", "text", "--target", "y", "--loss", "mse", "--language", "en");
        var expected = (await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(4, process.ExitCode);
        await using var open = await site.OpenAsync("#pull");
        await open.Page.Locator("mx-pull .own-data summary").ClickAsync();
        await PasteAsync(open, csv);
        if (csv.Contains(",\n", StringComparison.Ordinal) || csv.Contains("abc", StringComparison.Ordinal))
        {
            // A column with a missing cell or a text is not taken for the target unless it is asked for.
            await open.Page.UntilAsync("!document.querySelector('mx-pull .own-data .columns').hidden");
            await open.Page.Locator("mx-pull .own-data select.target").SelectOptionAsync("y");
        }

        await open.Page.UntilAsync($"document.querySelector('{Said} [lang=en]')?.textContent === {JsonSerializer.Serialize(expected["minima: ".Length..])}");
    }

    [Fact]
    public async Task Of_many_rows_some_are_drawn_evenly()
    {
        // Forty different targets: the library searches the shape of the loss once for each.
        await using var open = await site.OpenAsync("#pull?model=constant&loss=mse");
        await open.Page.Locator("mx-pull .own-data summary").ClickAsync();
        await PasteAsync(open, "y\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => FormattableString.Invariant($"{i % 40 * 75}\n"))));
        await open.Page.UntilAsync("document.querySelectorAll('mx-pull .handle').length === 500");
        Assert.Equal("500 of 3000 rows, drawn evenly (seed 1).", await open.SeenAsync(Said));
        var mean = (await PullRow.AllAsync(open.Page)).Single().Intercept;
        Assert.InRange(mean, 1400, 1600);
        Assert.Contains("too long for an address", await open.SeenAsync("#notice"), StringComparison.Ordinal);
    }

    /// <summary>Ten megabytes are read, or refused with a reason; the page goes on either way.</summary>
    [Theory]
    [SampledCases]
    [Case("y\n", "1.5\n2.5\n4\n8\n", "500 of 3333332 rows, drawn evenly (seed 1).")]
    [Case("y\n", "9", "a field is longer than 1000000 characters")]
    [Case("y\n1\n2\n", "abc", "a field is longer than 1000000 characters")]
    [Case("y", ",", "the line is longer than 4000000 characters")]
    [Case("y\n", "\"", "a field is longer than 1000000 characters")]
    [Case("y\n1\n2\n3\n4\n", "\n", "4 rows.")]
    [Case("", "\0", "the file contains NUL characters")]
    public async Task Ten_megabytes_are_read_or_refused(string head, string repeated, string answer)
    {
        using var folder = new Scratch();
        var file = Path.Combine(folder.Path, "large.csv");
        await File.WriteAllTextAsync(file, head + string.Concat(Enumerable.Repeat(repeated, 10_000_000 / repeated.Length)), TestContext.Current.CancellationToken);
        await using var open = await site.OpenAsync("#pull?model=constant&loss=mse");
        await open.Page.Locator("mx-pull .own-data summary").ClickAsync();
        await open.Page.Locator("mx-pull .own-data input[type=file]").SetInputFilesAsync(file);
        await open.Page.UntilAsync($"document.querySelector('{Said}').textContent.includes({JsonSerializer.Serialize(answer)})");
        await PasteAsync(open, "y\n1\n2\n9\n");
        await open.Page.UntilAsync("document.querySelectorAll('mx-pull .handle').length === 3");
        Assert.Equal("3 rows.", await open.SeenAsync(Said));
    }

    /// <summary>A name is only a name, and a path that the command did not make is not asked for.</summary>
    [Theory]
    [InlineData("?table=https://example.com/a.csv")]
    [InlineData("?table=//example.com/a.csv")]
    [InlineData("?table=index.html")]
    [InlineData("?table=table/0123456789abcdef0123456789abcdef/../../index.html")]
    public async Task A_hostile_table_in_the_address_is_not_asked_for(string query)
    {
        await using var open = await site.OpenAsync(query + "#pull");
        Assert.Equal(12, await open.Page.Locator("mx-pull .handle").CountAsync());
        Assert.Equal("", await open.Page.Locator(Said).TextContentAsync());
    }

    private static async Task PasteAsync(OpenPage open, string csv)
    {
        await open.Page.Locator("mx-pull .own-data textarea").FillAsync(csv);
        await open.Page.Locator("mx-pull .own-data .read button").ClickAsync();
    }

    private static async Task HoldsTheFitOf(OpenPage open, Scratch folder, string file, string x = "size", string y = "price")
    {
        await open.Page.UntilAsync("document.querySelectorAll('mx-pull .handle').length === 5");
        Assert.Equal((x, y), (await open.Page.Locator("mx-pull .own-data select.x").InputValueAsync(), await open.Page.Locator("mx-pull .own-data select.target").InputValueAsync()));
        foreach (var row in await PullRow.AllAsync(open.Page))
        {
            // The first column is text, which the page leaves out.
            var fit = Command.RunScript($"minima fit '{file}' --target {y} --ignore {(y == "价格" ? "城市" : "city")} --loss {row.Loss} --json", folder.Path).Single();
            Assert.Equal(fit.GetProperty("coefficients")[0].GetDouble(), row.Slope, 1e-9);
            Assert.Equal(fit.GetProperty("intercept").GetDouble(), row.Intercept, 1e-9);
        }
    }
}
