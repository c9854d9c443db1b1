using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Minima.Writers;
using Xunit;

namespace Minima.Execution.Tests;

/// <summary>What is written, executed: the same numbers as Minima's, for every loss, at ordinary points, kinks, ends, NaN and infinities.</summary>
public sealed class ExecutionTests
{
    public static TheoryData<string> Keys => [.. Case.Entries.Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Sql(string key)
    {
        using var duck = new DuckDb();
        Report(Cases(key).Select(c => c.Differences(duck.Run($"SELECT CAST({c.Text(FormulaLanguage.Sql)} AS DOUBLE PRECISION) FROM {Table(c)} ORDER BY minima_row"))));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Sql_of_a_missing_value_is_missing(string key)
    {
        using var duck = new DuckDb();
        Report(Cases(key).SelectMany(c => c.Columns
            .Where(column => c.Text(FormulaLanguage.Sql).Contains(column, StringComparison.Ordinal))
            .Select(column =>
            {
                var columns = string.Join(", ", c.Columns.Select(other => other == column ? $"CAST(NULL AS DOUBLE PRECISION) AS {other}" : other));
                var values = duck.Run($"SELECT CAST({c.Text(FormulaLanguage.Sql)} AS DOUBLE PRECISION) FROM (SELECT {columns} FROM {Table(c)}) AS minima_nulls");
                return values.All(v => v is null) ? "" : $"{c.Name}: a NULL in {column} gives {values.First(v => v is not null)}";
            })));
    }

    [Fact]
    public Task Python() => ElsewhereAsync(FormulaLanguage.Python, file => Programs.PythonAsync(Path.Combine(AppContext.BaseDirectory, "run.py"), file));

    [Fact]
    public Task JavaScript() => ElsewhereAsync(FormulaLanguage.JavaScript, file => Programs.NodeAsync(Path.Combine(AppContext.BaseDirectory, "run.mjs"), file));

    [Fact]
    public void CSharp()
    {
        var cases = Case.Entries.SelectMany(entry => Cases(entry.Key)).ToList();
        var source = "using System;\n" + string.Join('\n', cases.Select((c, i) => $"public static class Case{i}\n{{\n{c.Text(FormulaLanguage.CSharp)}}}\n"));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("written", [CSharpSyntaxTree.ParseText(source)], references, new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(5)));
        var assembly = Assembly.Load(image.ToArray());
        Report(cases.Select((c, i) =>
        {
            var method = assembly.GetType($"Case{i}")!.GetMethods(BindingFlags.Public | BindingFlags.Static).Single();
            return c.Differences([.. c.Rows.Select(row => (double?)method.Invoke(null, [.. method.GetParameters().Select((p, k) => k < row.Length ? row[k] : p.DefaultValue)]))]);
        }));
    }

    private static async Task ElsewhereAsync(FormulaLanguage language, Func<string, Task<string>> run)
    {
        var cases = Case.Entries.SelectMany(entry => Cases(entry.Key)).ToList();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(cases.Select(c => new
            {
                name = c.Name,
                source = c.Text(language),
                columns = c.Columns.Select((_, i) => c.Rows.Select(r => Json(r[i]))),
            })));
            var results = JsonSerializer.Deserialize<string[][]>(await run(file))!;
            Report(cases.Select((c, i) => c.Differences([.. results[i].Select(t => (double?)Number(t))])));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<Case> Cases(string key) => Case.Losses.Where(loss => loss.Entry.Key == key).SelectMany(Case.Of);

    private static string Table(Case c) =>
        "(VALUES " + string.Join(", ", c.Rows.Select((row, n) => $"({n}, {string.Join(", ", row.Select(Literal))})")) + $") AS minima_table(minima_row, {string.Join(", ", c.Columns)})";

    private static string Literal(double value) => FormattableString.Invariant($"CAST('{(double.IsPositiveInfinity(value) ? "Infinity" : double.IsNegativeInfinity(value) ? "-Infinity" : value.ToString("R", CultureInfo.InvariantCulture))}' AS DOUBLE PRECISION)");

    private static object Json(double value) => double.IsNaN(value) ? "nan" : double.IsPositiveInfinity(value) ? "inf" : double.IsNegativeInfinity(value) ? "-inf" : value;

    private static double Number(string text) => text switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static void Report(IEnumerable<string> differences)
    {
        var wrong = differences.Where(d => d.Length > 0).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n{string.Join('\n', wrong.Take(40))}");
    }
}
