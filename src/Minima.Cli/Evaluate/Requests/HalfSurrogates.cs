using System.Text.Json;

namespace Minima.Cli.Evaluate;

/// <summary>Finds unpaired surrogates, which JSON can escape but which are no text: <c>"\ud800"</c>.</summary>
internal static class HalfSurrogates
{
    /// <summary>True if the reader's current text contains one.</summary>
    public static bool Holds(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return false;
        }

        try
        {
            reader.GetString();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
