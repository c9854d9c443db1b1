namespace Minima.Python.Tests;

/// <summary>R with its package robustbase.</summary>
internal static class RScript
{
    /// <summary>What a script prints. Fails, with what to do, where it cannot run.</summary>
    public static async Task<string> RunWithRobustbaseAsync(params string[] arguments)
    {
        try
        {
            var (code, output, error) = await Subprocess.StartAsync("Rscript", arguments);
            return code == 0 ? output : throw new InvalidOperationException($"Rscript {string.Join(' ', arguments)} ended with {code} (Debian: apt-get install r-base-core r-cran-robustbase):\n{output}\n{error}");
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException($"'Rscript' cannot be started ({missing.Message}). Install R and robustbase (Debian: apt-get install --no-install-recommends r-base-core r-cran-robustbase).", missing);
        }
    }
}
