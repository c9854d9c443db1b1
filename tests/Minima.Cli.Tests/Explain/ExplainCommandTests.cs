using System.Text.Json;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Explain;

public sealed class ExplainCommandTests
{
    /// <summary>Traits are searched along one number: pairs of boxes and functions of sums have none.</summary>
    private static bool IsAnalysed(string key) => Catalogue.Find(key) is { IsPoint: true } or { Row: not null };

    public static TheoryData<string> Keys => [.. Catalogue.All.Select(entry => entry.Key)];

    [Fact]
    public async Task EverythingIsTold()
    {
        var (code, output, error) = await RunAsync("explain", "huber", "--param", "delta=2");
        Assert.Equal((0, ""), (code, error));
        foreach (var piece in new[]
        {
            "huber: Huber", "Formula", "δ", "Derivative with respect to prediction", "delta = 2", "> 0, in units of the target", "Value", "Slope", "residual",
            "curvature jumps at |r| = delta", "convex in the prediction", "within ±delta", "strictly convex", "identity", "Use it when", "Not when", "Huber 1964",
        })
        {
            Assert.Contains(piece, output, StringComparison.Ordinal);
        }

        Assert.DoesNotContain('\u001b', output);
        Assert.All(output.Split('\n'), line => Assert.True(TextWidth.Of(line.TrimEnd('\r')) <= 80, line));
    }

    [SlowTheory]
    [SlowData(nameof(Keys))]
    public async Task EveryLossIsExplainedInBothLanguages(string key)
    {
        foreach (var language in new[] { "en", "zh" })
        {
            var (code, output, error) = await RunAsync("explain", key, "--language", language);
            Assert.Equal((0, ""), (code, error));
            if (IsAnalysed(key))
            {
                // Every trait is proved, refuted or unknown; a loss need not have one of each kind.
                string[] headings = language == "en" ? ["What holds", "What does not hold", "Unknown"] : ["成立的性质", "不成立的性质", "未知"];
                Assert.Contains(headings, heading => output.Contains(heading, StringComparison.Ordinal));
            }

            Assert.Contains(language == "en" ? "Use it when" : "何时使用", output, StringComparison.Ordinal);
            Assert.DoesNotContain("NaN", output, StringComparison.Ordinal);
            foreach (var line in output.Split('\n').Where(l => language == "zh" || !l.Contains('⠀')))
            {
                // A long formula keeps its line; prose never runs over.
                Assert.True(TextWidth.Of(line.TrimEnd('\r')) <= 80 || line.StartsWith("  ", StringComparison.Ordinal), line);
            }
        }
    }

    [Fact]
    public async Task AMatrixIsReadAndShown()
    {
        var (code, output, error) = await RunAsync("explain", "wasserstein_dice", "--param", "distance_matrix=[[0, 1], [0.5, 0]]");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("distance_matrix = [[0, 1], [0.5, 0]]", output, StringComparison.Ordinal);
        (code, _, error) = await RunAsync("explain", "wasserstein_dice:distance_matrix=[[0,1],[0.5]]");
        Assert.NotEqual(0, code);
        Assert.Contains("a row of 2 numbers and one of 1", error, StringComparison.Ordinal);
        (code, _, error) = await RunAsync("explain", "wasserstein_dice", "--param", "distance_matrix=[0,1]");
        Assert.NotEqual(0, code);
        Assert.Contains("a list of rows, each a list of numbers", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChineseSpeaksChinese()
    {
        var (code, output, _) = await RunAsync("explain", "hinge", "--language", "zh");
        Assert.Equal(0, code);
        foreach (var piece in new[] { "合页损失", "公式", "导数", "输入", "函数值", "斜率", "间隔", "折点", "m = 1 处斜率取 0", "成立的性质", "不成立的性质", "连接函数", "样本的最优常数", "何时使用", "何时不用", "出处" })
        {
            Assert.Contains(piece, output, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("otherwise", output, StringComparison.Ordinal);
        Assert.DoesNotContain("What", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("latex", "\\delta")]
    [InlineData("mathml", "<math")]
    [InlineData("sql", "prediction")]
    [InlineData("csharp", "static double")]
    [InlineData("python", "def huber")]
    [InlineData("text", "δ")]
    public async Task AFormIsPrintedAlone(string form, string piece)
    {
        var (code, output, error) = await RunAsync("explain", "huber", "--as", form);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(piece, output, StringComparison.Ordinal);
        Assert.DoesNotContain("Use it when", output, StringComparison.Ordinal);
        var (derivativeCode, derivative, _) = await RunAsync("explain", "huber", "--as", form, "--derivative");
        Assert.Equal(0, derivativeCode);
        Assert.False(output == derivative);
    }

    /// <summary>Quotes, types and functions are the database's own; the comment tells what was executed there.</summary>
    [Theory]
    [InlineData("duckdb", "executed in tests.", "FROM samples")]
    [InlineData("postgres", "executed in tests.", "OFFSET 0")]
    [InlineData("citus", "none was executed in Citus", "CAST(prediction AS DOUBLE PRECISION)")]
    [InlineData("redshift", "none was executed in Redshift", "CAST(prediction AS DOUBLE PRECISION)")]
    [InlineData("clickhouse", "none was executed in ClickHouse", "toFloat64(prediction)")]
    [InlineData("spark", "none was executed in Spark SQL", "CAST(`prediction` AS DOUBLE)")]
    [InlineData("bigquery", "none was executed in BigQuery", "CAST(`prediction` AS FLOAT64)")]
    [InlineData("sqlserver", "none was executed in SQL Server", "CAST([prediction] AS FLOAT)")]
    public async Task AQueryIsPrintedInTheSqlOfADatabase(string dialect, string known, string piece)
    {
        var (code, output, error) = await RunAsync("explain", "huber", "--as", "sql", "--dialect", dialect);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(known, output, StringComparison.Ordinal);
        Assert.Contains(piece, output, StringComparison.Ordinal);
        foreach (var column in new[] { "minima_value", "minima_derivative", "minima_second_derivative" }) Assert.Contains($" AS {column}", output, StringComparison.Ordinal);
        var (_, named, _) = await RunAsync("explain", "huber", "--as", "sql", "--dialect", dialect, "--table", "shop.sales", "--language", "zh");
        Assert.Contains("FROM shop.sales", named, StringComparison.Ordinal);
        Assert.Contains("新增列", named, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clickhouse, spark", "huber", "--as", "sql", "--dialect", "oracle")]
    [InlineData("did you mean", "huber", "--as", "sql", "--dialect", "postgre")]
    [InlineData("--as sql", "huber", "--dialect", "spark")]
    [InlineData("--as sql", "huber", "--as", "python", "--dialect", "spark")]
    [InlineData("leave out --derivative", "huber", "--as", "sql", "--dialect", "spark", "--derivative")]
    [InlineData("with --dialect", "huber", "--as", "sql", "--table", "sales")]
    [InlineData("try another form with --as", "info_nce", "--as", "sql", "--dialect", "spark")]
    public async Task AQueryThatCannotBePrintedIsRefused(string piece, params string[] arguments)
    {
        var (code, output, error) = await RunAsync(["explain", .. arguments]);
        Assert.NotEqual(0, code);
        Assert.Equal("", output);
        Assert.Contains(piece, error, StringComparison.Ordinal);
    }

    /// <summary>Also of a loss from whose code nothing is derived, and of one whose derived formula holds at one value of a parameter.</summary>
    [Theory]
    [InlineData("info_nce", "\\mathrm{temperature}", "<mi>temperature</mi>")]
    [InlineData("dice", "\\mathrm{numerator\\_smoothing}", "<mi>numerator_smoothing</mi>")]
    [InlineData("sigmoid_focal", "\\alpha", "<mi>α</mi>")]
    [InlineData("cross_entropy", "\\frac{\\mathrm{label\\_smoothing}}{K} \\sum_{k}", "<mi>label_smoothing</mi>")]
    public async Task TheGeneralFormulaIsDeclared(string key, string latex, string mathml)
    {
        var (_, output, _) = await RunAsync("explain", key, "--as", "latex");
        Assert.Contains(latex, output.Split('%')[0], StringComparison.Ordinal);
        Assert.Contains(mathml, (await RunAsync("explain", key, "--as", "mathml")).Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("explain", key, "--json")).Output);
        Assert.Contains(latex, json.RootElement.GetProperty("formula").GetProperty("latex").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mse", "(p - t)²")]
    [InlineData("mae", "|p - t|")]
    [InlineData("hinge", "max(0, 1 - t p)")]
    public async Task TextIsReadable(string key, string expected)
    {
        var (_, output, _) = await RunAsync("explain", key, "--as", "text");
        Assert.Equal(expected, output.Trim());
    }

    [SlowTheory]
    [SlowData(nameof(Keys), Thin = 0.04)]
    public async Task JsonIsComplete(string key)
    {
        var (code, output, error) = await RunAsync("explain", key, "--json");
        Assert.Equal((0, ""), (code, error));
        using var json = JsonDocument.Parse(output);
        Assert.Equal(key, json.RootElement.GetProperty("loss").GetString());
        if (!IsAnalysed(key))
        {
            Assert.NotEmpty(json.RootElement.GetProperty("entry").GetProperty("formula").GetString()!);
            return;
        }

        Assert.NotEmpty(json.RootElement.GetProperty("formula").GetProperty("latex").GetString()!);
        Assert.True(json.RootElement.GetProperty("traits").GetArrayLength() > 5);
        Assert.Equal(JsonValueKind.Array, json.RootElement.GetProperty("kinks").ValueKind);
        Assert.NotEmpty(json.RootElement.GetProperty("link").GetProperty("name").GetString()!);
        Assert.NotEmpty(json.RootElement.GetProperty("optimal_constant").GetProperty("chinese").GetString()!);
    }

    [Fact]
    public async Task AFormulaIsExplainedAsWell()
    {
        var (code, output, error) = await RunAsync("explain", "abs(p - t) <= delta ? 0.5*(p - t)^2 : delta*(abs(p - t) - delta/2)", "--param", "delta=1.5");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("curvature jumps at |r| = delta", output, StringComparison.Ordinal);
        Assert.Contains("identity", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFormulaThatCannotBeReadIsPointedAt()
    {
        var (code, output, error) = await RunAsync("explain", "(p - t");
        Assert.Equal((ExitCode.Loss, ""), (code, output));
        Assert.Contains("^", error, StringComparison.Ordinal);
        Assert.Contains("column", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AsciiIsAscii()
    {
        var (_, output, _) = await RunAsync("explain", "mse", "--ascii");
        var picture = output[output.IndexOf("Value", StringComparison.Ordinal)..output.IndexOf("Kinks", StringComparison.Ordinal)];
        Assert.All(picture, c => Assert.True(c < 128, $"'{c}'"));
        Assert.Contains("*", picture, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "explain" }, ExitCode.Usage, "")]
    [InlineData(new[] { "explain", "hubr" }, ExitCode.Loss, "did you mean 'huber'")]
    [InlineData(new[] { "explain", "huber", "--as", "late" }, ExitCode.Usage, "did you mean 'latex'")]
    [InlineData(new[] { "explain", "huber", "--language", "fr" }, ExitCode.Usage, "en or zh")]
    [InlineData(new[] { "explain", "huber", "--derivative" }, ExitCode.Usage, "--as")]
    [InlineData(new[] { "explain", "huber", "--param", "delta" }, ExitCode.Loss, "name=value")]
    [InlineData(new[] { "explain", "huber", "--param", "delta=-1" }, ExitCode.Loss, "> 0")]
    [InlineData(new[] { "explain", "huber", "--param", "delta=1", "--param", "delta=2" }, ExitCode.Loss, "given twice")]
    [InlineData(new[] { "explain", "huber", "--param", "detla=1" }, ExitCode.Loss, "delta")]
    public async Task ErrorsAreKind(string[] arguments, int expected, string words)
    {
        var (code, output, error) = await RunAsync(arguments);
        Assert.Equal((expected, ""), (code, output));
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", error, StringComparison.Ordinal);
    }

    internal static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
