namespace Minima.Docs.Tests.Messages;

/// <summary>A sentence or a piece of one that a program can print, as its source writes it: holes are numbered from 0.</summary>
/// <param name="Text">The words, with <c>{0}</c>, <c>{1}</c>, ... where the source interpolates.</param>
/// <param name="Holes">What is put into them.</param>
/// <param name="File">Where it stands, from the root of the repository.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="IsPiece">It stands in the hole of another, or in a method that gives such a piece.</param>
internal sealed record MessageTemplate(string Text, IReadOnlyList<MessageHole> Holes, string File, int Line, bool IsPiece);

/// <summary>What is put into a message.</summary>
/// <param name="Expression">As the source has it.</param>
/// <param name="HoldsWords">It can be a piece of a message itself, which is translated in turn.</param>
internal sealed record MessageHole(string Expression, bool HoldsWords);
