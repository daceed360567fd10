/**
 * StringLiteral to syntax tree and back. The tree is records with spans; ANTLR and its parse tree never leave this package.
 */
package ckpts.language.syntax;
