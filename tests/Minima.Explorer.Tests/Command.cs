using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>The command that the tests of the explorer find built, run by the scripts that a screen exports.</summary>
internal static class Command
{
    /// <summary>Runs a script in a folder and gives the JSON values that it prints, one after the other.</summary>
    public static IReadOnlyList<JsonElement> RunScript(string script, string folder)
    {
        var output = Run("bash", ["-euc", $"minima() {{ dotnet '{Built()}' \"$@\"; }}\n{script}"], folder);
        var values = new List<JsonElement>();
        ReadOnlySpan<byte> rest = System.Text.Encoding.UTF8.GetBytes(output);
        while (rest.ContainsAnyExcept(" \r\n\t"u8))
        {
            var reader = new Utf8JsonReader(rest);
            values.Add(JsonElement.ParseValue(ref reader));
            rest = rest[(int)reader.BytesConsumed..];
        }

        return values;
    }

    /// <summary>Compiles a program against the packages, runs it and gives its output. A warning is a failure.</summary>
    public static string RunProgram(string code, string folder)
    {
        File.WriteAllText(Path.Combine(folder, "Program.cs"), code);
        var packages = Path.GetDirectoryName(Built())!;
        File.WriteAllText(Path.Combine(folder, "Program.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <UseAppHost>false</UseAppHost>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(new[] { "Minima", "Minima.Tensors", "Minima.Training", "Minima.Tabular" }.Select(name => $"<Reference Include=\"{Path.Combine(packages, name + ".dll")}\" />"))}
              </ItemGroup>
            </Project>
            """);
        Run("dotnet", ["build", "-c", "Release", "-v", "q", "-o", "built"], folder);
        return Run("dotnet", ["built/Program.dll"], folder);
    }

    /// <summary>Runs a program of Python, which has NumPy and PyTorch, and gives its output.</summary>
    public static string RunPython(string code, string folder)
    {
        File.WriteAllText(Path.Combine(folder, "program.py"), code);
        return Run(Environment.GetEnvironmentVariable("MINIMA_PYTHON") is { Length: > 0 } given ? given : "/usr/bin/python3", ["program.py"], folder);
    }

    /// <summary>Runs a program in a folder and gives its output; a failure shows what it reported.</summary>
    public static string Run(string program, string[] words, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var problems = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, problems.GetAwaiter().GetResult() + output);
        return output;
    }

    /// <summary>Starts the command; it hears an interrupt even behind a shell whose children ignore it.</summary>
    public static Process Start(string folder, params string[] words) => Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Built(), .. words])
    {
        WorkingDirectory = folder,
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static string Built()
    {
        var path = Path.Combine(Repository.Root, "artifacts/bin/Minima.Cli/release/Minima.Cli.dll");
        return File.Exists(path) ? path : throw new InvalidOperationException($"there is no {path}: dotnet build src/Minima.Cli -c Release");
    }
}

/// <summary>A folder that is gone afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("minima-explorer-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
