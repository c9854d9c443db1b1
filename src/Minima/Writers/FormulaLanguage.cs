namespace Minima.Writers;

/// <summary>The languages that <see cref="FormulaWriter"/> writes.</summary>
public enum FormulaLanguage
{
    /// <summary>LaTeX mathematics, for amsmath: no surrounding dollars.</summary>
    Latex,

    /// <summary>MathML Core: one <c>math</c> element.</summary>
    MathMl,

    /// <summary>A scalar expression over columns, in the dialect common to DuckDB and PostgreSQL.</summary>
    Sql,

    /// <summary>A static method over double.</summary>
    CSharp,

    /// <summary>A function over NumPy arrays.</summary>
    Python,

    /// <summary>Mathematics as plain text for a terminal: Unicode letters and superscripts, one case to a line, definitions below.</summary>
    Text,

    /// <summary>A self-contained function over numbers.</summary>
    JavaScript,
}

/// <summary>Properties of the languages.</summary>
public static class FormulaLanguages
{
    extension(FormulaLanguage language)
    {
        /// <summary>True if it is for people to read, not for machines to run.</summary>
        public bool IsMathematics => language is FormulaLanguage.Latex or FormulaLanguage.MathMl or FormulaLanguage.Text;
    }
}
