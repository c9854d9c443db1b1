namespace Minima.Python.Tests;

/// <summary>The Python that these tests need: MINIMA_PYTHON, or python3 of the path.</summary>
internal static class Python
{
    private static string Program => Environment.GetEnvironmentVariable("MINIMA_PYTHON") is { Length: > 0 } given ? given : "python3";

    /// <summary>The command line of the built `minima`, to be followed by its arguments.</summary>
    public static string[] Minima { get; } =
    [
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet",
        Path.Combine(AppContext.BaseDirectory, "Minima.Cli.dll"),
    ];

    /// <summary>What a script prints. Fails, with what to do, where it cannot run.</summary>
    public static Task<string> RunAsync(params string[] arguments) => RunAsync("import torch, sklearn, numpy", arguments);

    /// <summary>As the other one, for a script that does without PyTorch.</summary>
    public static Task<string> RunWithoutTorchAsync(params string[] arguments) => RunAsync("import sklearn, scipy, numpy", arguments);

    /// <summary>As the other ones, for a script that needs statsmodels and scikit-learn.</summary>
    public static Task<string> RunWithStatsmodelsAsync(params string[] arguments) => RunAsync("import statsmodels.api, sklearn, scipy, numpy", arguments);

    /// <summary>As the other ones, for a script that needs XGBoost.</summary>
    public static Task<string> RunWithXGBoostAsync(params string[] arguments) => RunAsync("import xgboost, scipy, numpy", arguments);

    /// <summary>As the other ones, for a script that needs Python alone.</summary>
    public static Task<string> RunPlainAsync(params string[] arguments) => RunAsync("import pty", arguments);

    private static async Task<string> RunAsync(string imports, string[] arguments)
    {
        await RequireAsync(["-c", imports]);
        var (code, output, error) = await StartAsync(arguments);
        return code == 0 ? output : throw new InvalidOperationException($"{Program} {string.Join(' ', arguments)} ended with {code}:\n{output}\n{error}");
    }

    private static async Task RequireAsync(string[] check)
    {
        int code;
        string error;
        try
        {
            (code, _, error) = await StartAsync(check);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException($"'{Program}' cannot be started ({missing.Message}). Install Python 3 with torch, scikit-learn, statsmodels and numpy (Debian: apt-get install python3-torch python3-sklearn python3-statsmodels), or name one in MINIMA_PYTHON.", missing);
        }

        if (code != 0)
        {
            throw new InvalidOperationException($"'{Program}' lacks torch, scikit-learn, statsmodels, xgboost or numpy (Debian: apt-get install python3-torch python3-sklearn python3-statsmodels python3-xgboost, and MINIMA_PYTHON=/usr/bin/python3 where another python3 comes first). It said: {error.Trim()}");
        }
    }

    private static Task<(int Code, string Output, string Error)> StartAsync(string[] arguments) => Subprocess.StartAsync(Program, arguments);
}
