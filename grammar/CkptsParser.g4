parser grammar CkptsParser;
options { tokenVocab = CkptsLexer; }
script : WORD* EOF ;
