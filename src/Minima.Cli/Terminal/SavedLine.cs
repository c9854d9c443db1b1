namespace Minima.Cli.Terminal;

/// <summary>The line under an answer whose model was saved.</summary>
internal static class SavedLine
{
    /// <summary>Writes the path of the model, and the command that reads it.</summary>
    public static void Write(string path, TextWriter writer, bool chinese) =>
        Wrapped.Write(new Localized($"Saved in {path}; minima predict {path} DATA.csv uses it.", $"已存入 {path}；用 minima predict {path} DATA.csv 预测。").In(chinese), writer, chinese);
}
