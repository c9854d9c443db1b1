namespace Minima.Training.Tests.Formulas;

/// <summary>A part of a formula as it is written.</summary>
internal abstract record FormulaNode;

internal sealed record Number(double Value) : FormulaNode;

internal sealed record Known(FormulaValue Value) : FormulaNode;

/// <summary>A letter, or a word in upright letters.</summary>
internal sealed record Name(string Text, bool IsUpright = false) : FormulaNode;

internal sealed record Indexed(FormulaNode Of, FormulaNode[] At) : FormulaNode;

/// <summary>A function at arguments; <see cref="At"/> stands below its name.</summary>
internal sealed record Call(string Function, FormulaNode[] Arguments, FormulaNode[] At) : FormulaNode;

internal sealed record Operation(string Sign, FormulaNode Left, FormulaNode Right) : FormulaNode;

internal sealed record Marked(string Mark, FormulaNode Of) : FormulaNode;

/// <summary>A sum, product, greatest or least value over what stands below its sign.</summary>
internal sealed record Over(string Sign, FormulaNode[] Below, FormulaNode? Above, FormulaNode Body) : FormulaNode;

internal sealed record Cases((FormulaNode Value, FormulaNode? Condition)[] Rows) : FormulaNode;

/// <summary>Several values in brackets, a set by its members or by its rule.</summary>
internal sealed record Several(string Bracket, FormulaNode[] Members, FormulaNode[]? Rule) : FormulaNode;

/// <summary>An index in brackets: the place in the order of the values.</summary>
internal sealed record Ranked(FormulaNode Place) : FormulaNode;

/// <summary>A clause that says what a letter or a function is: <see cref="Letters"/> are its arguments, <see cref="At"/> its indices.</summary>
internal sealed record Definition(string Head, string[] Letters, FormulaNode[] At, FormulaNode Body, string Written);
