using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Minima.Explorer.Answers;

[assembly: SupportedOSPlatform("browser")]

namespace Minima.Explorer;

/// <summary>The one function that the page's worker calls: questions and answers are JSON, so one function is enough.</summary>
internal static partial class Exports
{
    public static void Main() => TensorCatalogue.Join();

    /// <summary>Answers one question. A refused question is answered too: <c>{"error": {...}}</c>.</summary>
    /// <param name="name">The name of the question.</param>
    /// <param name="json">Its arguments, an object.</param>
    [JSExport]
    internal static string Ask(string name, string json) => Questions.Answer(name, json);
}
