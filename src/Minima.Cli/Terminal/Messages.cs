using Minima.Distributed;
using Minima.Tabular;

namespace Minima.Cli.Terminal;

/// <summary>The messages of the command and of the libraries below it, in the reader's language.</summary>
internal static class Messages
{
    private static readonly Lazy<MessageTable> AllMessages = new(() => MessageTable.Of([.. LibraryMessages.Assemblies, typeof(MpiGroup).Assembly, typeof(Sql.SqlSource).Assembly, typeof(Messages).Assembly]));

    public static MessageTable Table => AllMessages.Value;
}
