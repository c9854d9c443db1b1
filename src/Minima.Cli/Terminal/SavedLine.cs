namespace Minima.Cli.Terminal;

/// <summary>The line under an answer whose model went to a file.</summary>
internal static class SavedLine
{
    /// <summary>Where the model is, and what reads it.</summary>
    public static void Write(string path, TextWriter writer, bool chinese) =>
        Wrapped.Write(new Localized($"Saved in {path}; minima predict {path} DATA.csv uses it.", $"已存入 {path}；用 minima predict {path} DATA.csv 预测。").In(chinese), writer, chinese);
}
