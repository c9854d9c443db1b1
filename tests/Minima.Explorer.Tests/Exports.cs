using System.Globalization;
using Minima.Browser.Tests;
using Minima.Execution.Tests;

namespace Minima.Explorer.Tests;

/// <summary>The panel of a screen that writes what it shows in other languages.</summary>
internal sealed class Exports(OpenPage open, string screen)
{
    private static readonly char[] Between = [' ', ',', '[', ']', '\n'];

    /// <summary>Opens the panel and gives the text of one of its files.</summary>
    public async Task<string> TextAsync(string file)
    {
        var panel = open.Page.Locator($"{screen} .exports");
        if (await panel.GetAttributeAsync("open") is null) await panel.Locator("summary").ClickAsync();
        await panel.Locator($"[data-choice='{file}']").ClickAsync();
        await open.Page.UntilAsync($"document.querySelector('{screen} .exports pre').dataset.file === '{file}'");
        return (await panel.Locator("pre").TextContentAsync())!;
    }

    /// <summary>Runs one of its programs in a folder and gives the numbers that it prints, one after the other.</summary>
    public async Task<double[]> PrintedAsync(string file, string folder)
    {
        var program = await TextAsync(file);
        if (Path.GetExtension(file) == ".sql")
        {
            using var duck = new DuckDb();
            return [.. duck.Run(program).Select(value => value!.Value)];
        }

        var printed = Path.GetExtension(file) == ".cs" ? Command.RunProgram(program, folder) : Command.RunPython(program, folder);
        return [.. printed.Split(Between, StringSplitOptions.RemoveEmptyEntries).Select(Number)];
    }

    /// <summary>A number as programs of C# and Python print it.</summary>
    public static double Number(string text) => text switch
    {
        "inf" or "∞" => double.PositiveInfinity,
        "-inf" or "-∞" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
