using System.Reflection;

namespace Minima.Tabular;

/// <summary>The messages of the library and the libraries below it, with their Chinese translations.</summary>
internal static class LibraryMessages
{
    public static IReadOnlyList<Assembly> Assemblies { get; } = [typeof(Loss).Assembly, typeof(Trees.TreeModel).Assembly, typeof(TrainingException).Assembly, typeof(Training.Checkpoints.CheckpointException).Assembly, typeof(LibraryMessages).Assembly];

    private static readonly Lazy<MessageTable> AllMessages = new(() => MessageTable.Of(Assemblies));

    public static MessageTable All => AllMessages.Value;
}
